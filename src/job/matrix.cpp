// Matrices: their axes, and the combinations they make.
#include "checks.hpp"
#include "matrix_choices.hpp"

#include <headway/job/expression.hpp>

#include <algorithm>
#include <set>

namespace headway::inline v0 {
namespace {

using Grid = PipelineJobParts::Grid;
constexpr std::size_t most_axes = 64;

bool is_scalar(const Value& value) {
  return value.get_if<bool>() || value.get_if<std::int64_t>() || value.get_if<double>() ||
         value.get_if<std::string>();
}

bool may_be_an_axis(const Type& type) {
  if (type.kind == Type::Kind::json) return true;  // its value is looked at once it is bound
  if (type.kind != Type::Kind::list) return false;
  const Type::Kind element = type.element.front().kind;
  return element <= Type::Kind::enumeration || element == Type::Kind::json;
}

class Expansion {
 public:
  Expansion(const Task& task, const PipelineIndex& index, const Values& params, Findings& findings)
      : task_(task), matrix_(*task.matrix), index_(index), params_(params), findings_(findings) {}

  std::optional<Grid> grid() {
    const std::size_t before = findings_.size();
    if (matrix_.axes.size() > most_axes) {
      refuse("fan-out-too-large",
             "the matrix of " + quoted(task_.name) + " has more than " + std::to_string(most_axes) +
                 " axes",
             matrix_.span, "axes", "an axis of one value is better a param");
      return {};
    }
    if (matrix_.axes.empty()) {
      refuse("empty-matrix", "the matrix of " + quoted(task_.name) + " has no axes", matrix_.span,
             "axes", "write axes: {rate: [0.1, 0.01]}");
    }
    for (const Axis& axis : matrix_.axes) add(axis);
    for (const Combination& combination : matrix_.exclude) check(combination, "exclude");
    for (const Combination& combination : matrix_.include) check(combination, "include");
    if (findings_.size() > before || !complete_ || !narrow_enough()) return {};
    cross();
    if (!matrix_.include.empty()) remember_made();
    for (const Combination& combination : matrix_.include) include(combination);
    if (grid_.choices.empty()) {
      refuse("empty-matrix", "exclude leaves no combination of the matrix of " + quoted(task_.name),
             matrix_.span, "exclude", "an empty fan-out would never run");
    }
    if (findings_.size() > before) return {};
    return std::move(grid_);
  }

 private:
  void refuse(std::string_view code, std::string message, const SourceSpan& span,
              std::string_view key, std::string note, std::vector<std::string> candidates = {}) {
    findings_.add({.code = std::string(code),
                   .message = std::move(message),
                   .span = span,
                   .path = Where{"tasks", task_.name, "matrix", key}.text(),
                   .notes = {std::move(note)},
                   .candidates = std::move(candidates)});
  }

  void add(const Axis& axis) {
    choices_.add_axis(axis.name);
    const auto* reference = std::get_if<std::string>(&axis.values);
    const Value::List* values =
        reference ? bound(axis, *reference) : &std::get<Value::List>(axis.values);
    if (!values) return;
    if (values->empty()) {
      refuse("empty-matrix", "the axis " + quoted(axis.name) + " has no values", axis.span, "axes",
             "an empty fan-out would never run");
    }
    for (const Value& value : *values) add(axis, value, reference != nullptr);
  }

  void add(const Axis& axis, const Value& value, bool from_param) {
    if (!is_scalar(value)) {
      refuse("wrong-type", to_json(value) + " on the axis " + quoted(axis.name) + " is no scalar",
             axis.span, "axes", "an axis has bools, ints, floats or strings");
      return;
    }
    if (const auto* text = value.get_if<std::string>(); text && !from_param) {
      check_literal(*text, axis.span, {"tasks", task_.name, "matrix.axes", axis.name}, findings_);
    }
    if (choices_.choice(grid_.axes.size() - 1, value).second) return;
    refuse("duplicate-axis-value",
           "the axis " + quoted(axis.name) + " has " + format(value) + " twice", axis.span, "axes",
           "instances are named by their values, so each appears once");
  }

  /// The list a `${{ params.x }}` stands for; null when it is wrong or not bound.
  const Value::List* bound(const Axis& axis, const std::string& text) {
    const Where where{"tasks", task_.name, "matrix.axes", axis.name};
    Diagnostics parsing;
    const Template pieces = parse_template({text, axis.span}, parsing);
    const bool parsed = parsing.empty();
    findings_.add(parsing, where);
    if (!parsed) return nullptr;
    const NameUse* reference = pieces.single() ? pieces.single()->single_name() : nullptr;
    if (!reference || reference->path.front() != "params" || reference->path.size() != 2) {
      refuse("wrong-type", "the axis " + quoted(axis.name) + " is neither a list nor a param",
             axis.span, "axes",
             "a matrix is fixed when the job starts: write a list, or one \"${{ params.x }}\"");
      return nullptr;
    }
    const Param* param = index_.param(reference->path[1]);
    if (!param) {
      refuse("unknown-param", "there is no param " + quoted(reference->path[1]), axis.span, "axes",
             "params are declared at the top of the file",
             findings_.candidates(reference->path[1], index_.pipeline().params));
      return nullptr;
    }
    return list_of(axis, *param);
  }

  const Value::List* list_of(const Axis& axis, const Param& param) {
    const auto value = params_.find(param.name);
    const auto* list = value == params_.end() ? nullptr : value->second.get_if<Value::List>();
    const bool no_list = param.type.kind == Type::Kind::json && value != params_.end() && !list;
    if (!may_be_an_axis(param.type) || no_list) {
      refuse("wrong-type",
             "the axis " + quoted(axis.name) + " needs a list of scalars, and the param " +
                 quoted(param.name) + " is of type " + to_string(param.type),
             axis.span, "axes", "declare it as list(int), list(float) or list(string)");
      return nullptr;
    }
    if (!list) complete_ = false;
    return list;
  }

  void check(const Combination& combination, std::string_view key) {
    std::set<std::string_view> named;
    for (const auto& [name, value] : combination.values) {
      named.insert(name);
      const std::size_t axis = choices_.number_of(name);
      if (axis == grid_.axes.size()) {
        refuse("unknown-axis", quoted(key) + " names no axis with " + quoted(name),
               combination.span, key, "the axes are those under matrix.axes",
               findings_.candidates(name, matrix_.axes));
      } else if (!is_scalar(value)) {
        refuse("wrong-type", to_json(value) + " in " + quoted(key) + " is no scalar",
               combination.span, key, "an axis has bools, ints, floats or strings");
      } else if (key == "exclude") {
        check_excluded(combination, name, axis, value);
      }
      if (const auto* text = value.get_if<std::string>()) {
        check_literal(*text, combination.span, {"tasks", task_.name, "matrix", key}, findings_);
      }
    }
    if (key == "include" && named.size() < grid_.axes.size()) {
      refuse("incomplete-combination",
             "\"include\" adds whole combinations, and this one lacks an axis", combination.span,
             key, "give a value for each axis");
    }
  }

  /// An exclude that matches nothing is a slip, unless the values come with the params.
  void check_excluded(const Combination& combination, const std::string& name, std::size_t axis,
                      const Value& value) {
    if (!std::holds_alternative<Value::List>(matrix_.axes[axis].values)) return;
    if (choices_.place_of(axis, value)) return;
    std::vector<std::string> words;
    const auto& values = grid_.values[axis];
    if (findings_.affords(50 * values.size())) {  // comparing words is slow
      for (const Value& known : values) words.push_back(format(known));
    }
    refuse("unknown-axis-value",
           "the axis " + quoted(name) + " never has the value " + to_json(value) +
               " that \"exclude\" names",
           combination.span, "exclude", "an int is no float: 1 and 1.0 differ",
           closest(format(value), words));
  }

  /// Counts before anything is made; stops multiplying as soon as it is too much.
  bool narrow_enough() {
    std::uint64_t count = 1;
    for (const auto& values : grid_.values) {
      count *= values.size();  // at most 10,000 times 2^32: no overflow
      if (count > widest_fan_out) break;
    }
    if (count + matrix_.include.size() <= widest_fan_out) return true;
    std::string product;
    for (const auto& values : grid_.values) {
      product += (product.empty() ? "" : " × ") + std::to_string(values.size());
    }
    refuse("fan-out-too-large",
           "the matrix of " + quoted(task_.name) + " has more than 10000 combinations",
           matrix_.span, "axes", "its axes have " + product + " values, before exclude");
    return false;
  }

  void cross() {
    const Exclusions excluded(matrix_.exclude, choices_, grid_.axes.size());
    std::vector<std::uint32_t> current(grid_.axes.size());
    for (bool more = true; more; more = advance(current)) {
      if (!excluded.contain(current))
        grid_.choices.insert(grid_.choices.end(), current.begin(), current.end());
    }
  }

  /// The next combination, last axis fastest; false after the last.
  [[nodiscard]] bool advance(std::vector<std::uint32_t>& current) const {
    for (std::size_t axis = current.size(); axis-- > 0;) {
      if (++current[axis] < grid_.values[axis].size()) return true;
      current[axis] = 0;
    }
    return false;
  }

  void remember_made() {
    const auto width = static_cast<std::ptrdiff_t>(grid_.axes.size());
    for (auto at = grid_.choices.begin(); at != grid_.choices.end(); at += width) {
      made_.emplace(at, at + width);
    }
  }

  void include(const Combination& combination) {
    std::vector<std::uint32_t> chosen(grid_.axes.size());
    for (const auto& [name, value] : combination.values) {
      const std::size_t axis = choices_.number_of(name);
      chosen[axis] = choices_.choice(axis, value).first;
    }
    if (made_.insert(chosen).second) {
      grid_.choices.insert(grid_.choices.end(), chosen.begin(), chosen.end());
      return;
    }
    refuse("duplicate-combination", "\"include\" adds a combination that the matrix already has",
           combination.span, "include", "leave it out");
  }

  const Task& task_;
  const Matrix& matrix_;
  const PipelineIndex& index_;
  const Values& params_;
  Findings& findings_;
  Grid grid_;
  AxisChoices choices_{grid_};
  std::set<std::vector<std::uint32_t>> made_;  // the combinations, where some are included
  bool complete_ = true;                       // no axis waits for a param
};

}  // namespace

std::optional<Grid> expand_matrix(const Task& task, const PipelineIndex& index,
                                  const Values& params, Findings& findings) {
  return Expansion(task, index, params, findings).grid();
}

}  // namespace headway::inline v0
