// Fan-outs: matrix and map.
#include "lost_zero.hpp"
#include "readers.hpp"
#include "shapes.hpp"

#include <charconv>

namespace headway::inline v0::yaml {
namespace {

constexpr Shape scalar_shape{.forms = form_scalar};
constexpr Shape axis_shape{.forms = form_list | form_text, .item = &scalar_shape};
constexpr Shape axes_shape{.forms = form_map, .value = &axis_shape};
constexpr Shape combination_shape{.forms = form_map, .value = &scalar_shape};
constexpr Shape combinations_shape{.forms = form_list, .item = &combination_shape};
constexpr Shape tolerance_shape{.forms = form_integer | form_word,
                                .pattern = "(100|[1-9]?[0-9])%",
                                .least = 0,
                                .most = largest_count};

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
      warn_of_lost_zeros(entry);
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

constexpr Key<Matrix> matrix_rows[] = {
    {"axes", &axes_shape, read_axes, "A list of values for each axis, or one ${{ params.x }}",
     Presence::required},
    {"exclude", &combinations_shape, read_exclude, "Combinations to leave out, by some axes"},
    {"include", &combinations_shape, read_include,
     "Combinations to add, with a value for each axis"},
};
constexpr Keys<Matrix> matrix_keys{matrix_rows};

void read_over(const Place& at, Map& target) {
  if (auto over = read_expression(at)) target.over = std::move(*over);
}

std::optional<std::uint32_t> percent_of(std::string_view text) {
  std::uint32_t percent = 0;
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, percent);
  bool whole = error == std::errc() && stop + 1 == end && *stop == '%';
  bool padded = text.size() > 2 && text.front() == '0';
  if (!whole || padded || percent > 100) return {};
  return percent;
}

void read_tolerance(const Place& at, Map& target) {
  if (at.meaning() == Meaning::integer) {
    if (auto count = read_count(at, 0)) target.tolerate_failures = {*count, false};
    return;
  }
  auto text = at.element().text();
  auto percent = at.meaning() == Meaning::text ? percent_of(text) : std::nullopt;
  if (percent) {
    target.tolerate_failures = {*percent, true};
    return;
  }
  at.fail(
      "bad-tolerance",
      at.subject() + " is a number of elements or a percentage, not \"" + std::string(text) + '"',
      {"3 bears three that fail, 5% one in twenty"});
}

constexpr Key<Map> map_rows[] = {
    {"over", &expression_shape, read_over, "An expression that gives a list; an instance for each",
     Presence::required},
    {"tolerate_failures", &tolerance_shape, read_tolerance,
     "How many elements may fail, as a number or as 5%; default 0"},
};
constexpr Keys<Map> map_keys{map_rows};

}  // namespace

void read_matrix(const Place& at, Task& target) {
  Matrix matrix{.span = at.span()};
  read_keys(at, matrix, matrix_keys);
  target.matrix = std::move(matrix);
}

void read_map(const Place& at, Task& target) {
  Map map{.span = at.span()};
  read_keys(at, map, map_keys);
  target.map = std::move(map);
}

Table matrix_table() { return table_of("matrix", "A fan-out over combinations", matrix_keys); }
Table map_table() { return table_of("map", "A fan-out over a list made by the job", map_keys); }

}  // namespace headway::inline v0::yaml
