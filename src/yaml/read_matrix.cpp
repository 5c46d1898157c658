// Matrix and outputs: the keys of a task that have mappings of names inside.
#include "readers.hpp"

namespace headway::inline v0::yaml {
namespace {

Value::List read_axis_values(const Place& at) {
  Value::List values;
  values.reserve(at.element().count());
  at.each_item([&](const Place& item) {
    if (!item.has_form(form_scalar)) return;
    if (auto value = item.value()) values.push_back(std::move(*value));
  });
  return values;
}

void read_axes(const Place& at, Matrix& target) {
  at.each_entry([&](const Place& entry) {
    if (!entry.has_form(form_list | form_text)) return;
    Axis axis{.name = std::string(entry.key()), .span = entry.key_span()};
    if (entry.element().kind == Kind::list) {
      axis.values = read_axis_values(entry);
    } else if (auto expression = entry.text()) {
      axis.values = std::string(*expression);
    }
    target.axes.push_back(std::move(axis));
  });
}

Combination read_combination(const Place& at) {
  Combination combination{.span = at.span()};
  at.each_entry([&](const Place& entry) {
    if (!entry.has_form(form_scalar)) return;
    if (auto value = entry.value()) combination.values.emplace_back(entry.key(), std::move(*value));
  });
  return combination;
}

std::vector<Combination> read_combinations(const Place& at) {
  std::vector<Combination> combinations;
  at.each_item([&](const Place& item) {
    if (item.has_form(form_map)) combinations.push_back(read_combination(item));
  });
  return combinations;
}

void read_exclude(const Place& at, Matrix& target) { target.exclude = read_combinations(at); }
void read_include(const Place& at, Matrix& target) { target.include = read_combinations(at); }

constexpr Key<Matrix> matrix_keys[] = {
    {"axes", form_map, read_axes, Presence::required},
    {"exclude", form_list, read_exclude},
    {"include", form_list, read_include},
};

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
void read_output_values(const Place& at, OutputForm& target) { target.values = at.words(); }

constexpr Key<OutputForm> output_keys[] = {
    {"type", form_text, read_output_type, Presence::required},
    {"values", form_list, read_output_values},
    {"path", form_text, read_output_path},
    later_key<OutputForm>("value"),
};

}  // namespace

void read_matrix(const Place& at, Task& target) {
  Matrix matrix{.span = at.span()};
  read_keys(at, matrix, std::span<const Key<Matrix>>(matrix_keys));
  target.matrix = std::move(matrix);
}

void read_outputs(const Place& at, Task& target) {
  at.each_entry([&](const Place& entry) {
    if (!entry.has_form(form_text | form_map)) return;
    OutputForm form{.output = {.name = std::string(entry.key()), .span = entry.key_span()}};
    if (entry.element().kind == Kind::map) {
      read_keys(entry, form, std::span<const Key<OutputForm>>(output_keys));
    } else {
      read_output_type(entry, form);
    }
    if (form.typed) complete_enum(entry, form.output.type, form.values);
    target.outputs.push_back(std::move(form.output));
  });
}

}  // namespace headway::inline v0::yaml
