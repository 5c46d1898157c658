// Params: the short form, which is a default, and the long one.
#include "lost_zero.hpp"
#include "param_default.hpp"
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

struct ParamForm {
  Param param{};
  bool typed = false;
  std::optional<std::vector<std::string>> values{};
};

void read_param_type(const Place& at, ParamForm& target) {
  auto type = read_type(at);
  if (!type) return;
  target.param.type = std::move(*type);
  target.typed = true;
}

void read_default(const Place& at, ParamForm& target) { target.param.default_value = at.value(); }
void read_min(const Place& at, ParamForm& target) { target.param.min = at.value(); }
void read_max(const Place& at, ParamForm& target) { target.param.max = at.value(); }
void read_enum_values(const Place& at, ParamForm& target) { target.values = at.words(); }
void read_param_description(const Place& at, ParamForm& target) {
  if (auto text = at.text()) target.param.description = *text;
}

constexpr Key<ParamForm> rows[] = {
    {"type", &type_shape, read_param_type, "bool int float string enum json list(T) map(T) …",
     Presence::required},
    {"values", &enum_words_shape, read_enum_values, "The words of an enum"},
    {"default", &any_shape, read_default, "The value where none is given; without it: required"},
    {"min", &number_shape, read_min, "The least value, of an int or a float"},
    {"max", &number_shape, read_max, "The largest value, of an int or a float"},
    {"description", &text_shape, read_param_description, "What the param is for"},
};
constexpr Keys<ParamForm> keys{rows};

void read_long(const Place& at, Param& target) {
  ParamForm form{.param = std::move(target)};
  read_keys(at, form, keys);
  if (!form.typed) form.param.type = unknown_type();
  if (form.typed) complete_enum(at, form.param.type, form.values);
  if (form.typed && form.param.default_value) {
    at.each_entry([&](const Place& entry) {
      if (entry.key() == "default" && !check_default(entry, form.param)) {
        form.param.default_value.reset();  // told here, where the value stands
      }
    });
  }
  target = std::move(form.param);
}

void read_short(const Place& at, Param& target) {
  const auto& word = at.element();
  bool bare = word.kind == Kind::scalar && word.style == Style::plain;
  if (bare && parse_type(word.text())) {
    std::string text(word.text());
    return at.fail("type-as-default",
                   "\"" + text + "\" is a type, and the short form of a param is its default",
                   {"for a param of this type write {type: " + text + "}",
                    "for this text as the default write it in quotes: \"" + text + '"'});
  }
  if (at.is_null()) {
    return at.fail("missing-key", at.subject() + " needs a default or the key \"type\"",
                   {"a required param is written {type: string}"});
  }
  target.default_value = at.value();
  warn_of_lost_zeros(at);
  if (target.default_value) target.type = type_of(*target.default_value);
}

}  // namespace

void read_params(const Place& at, Pipeline& target) {
  target.params.reserve(at.element().count());
  at.each_entry([&](const Place& entry) {
    Param param{.name = std::string(entry.key()), .span = entry.key_span()};
    entry.element().kind == Kind::map ? read_long(entry, param) : read_short(entry, param);
    target.params.push_back(std::move(param));
  });
}

Table param_table() { return table_of("param", "A typed parameter", keys); }

}  // namespace headway::inline v0::yaml
