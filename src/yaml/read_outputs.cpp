// Outputs: a type word, or a type and where the value comes from.
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

struct OutputForm {
  OutputDeclaration output{};
  bool typed = false;
  std::optional<std::vector<std::string>> values{};
};

void read_output_type(const Place& at, OutputForm& target) {
  auto type = read_type(at);
  if (!type) return;
  target.output.type = std::move(*type);
  target.typed = true;
}
void read_output_path(const Place& at, OutputForm& target) { target.output.path = read_text(at); }
void read_output_value(const Place& at, OutputForm& target) { target.output.value = read_text(at); }
void read_output_values(const Place& at, OutputForm& target) { target.values = at.words(); }

constexpr Choice origins[] = {{.code = "conflicting-keys",
                               .noun = "two origins",
                               .rule = "an output is read from a file, or computed"}};

constexpr Key<OutputForm> rows[] = {
    {"type", &type_shape, read_output_type, "The type of the output", Presence::required},
    {"values", &enum_words_shape, read_output_values, "The words of an enum"},
    {.name = "path",
     .shape = &text_shape,
     .read = read_output_path,
     .meaning = "Its file or folder beneath $HEADWAY_OUTPUT; default: the name",
     .choice = 1},
    {.name = "value",
     .shape = &text_shape,
     .read = read_output_value,
     .meaning = "One ${{ }} that computes it, of a task without a body",
     .choice = 1},
};
constexpr Keys<OutputForm> keys{rows, origins};

}  // namespace

void read_outputs(const Place& at, Task& target) {
  target.outputs.reserve(at.element().count());
  at.each_entry([&](const Place& entry) {
    if (!entry.has_form(form_text | form_map)) return;
    OutputForm form{.output = {.name = std::string(entry.key()), .span = entry.key_span()}};
    if (entry.element().kind == Kind::map) {
      read_keys(entry, form, keys);
    } else {
      read_output_type(entry, form);
    }
    if (!form.typed) form.output.type = unknown_type();
    if (form.typed) complete_enum(entry, form.output.type, form.values);
    target.outputs.push_back(std::move(form.output));
  });
}

Table output_table() { return table_of("output", "An output and its type", keys); }

}  // namespace headway::inline v0::yaml
