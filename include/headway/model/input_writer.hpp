// Input writer: the inputs of a typed task, each with a name of its own.
#pragma once

#include <headway/model/record.hpp>
#include <headway/model/reference.hpp>
#include <headway/model/typed_task.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0::detail {

/// Every `${{` of the strings in `value`, at any depth, as the literal it is.
inline Value escaped_expressions(Value value) {
  if (auto* text = value.get_if<std::string>()) {
    for (auto at = text->find("${{"); at != std::string::npos; at = text->find("${{", at + 4)) {
      text->insert(at, 1, '$');
    }
  }
  if (auto* list = value.get_if<Value::List>()) {
    for (auto& element : *list) element = escaped_expressions(std::move(element));
  }
  if (auto* map = value.get_if<Value::Map>()) {
    for (auto& [key, element] : *map) element = escaped_expressions(std::move(element));
  }
  return value;
}

/// Writes the inputs of one task, each with a name of its own.
class InputWriter {
 public:
  InputWriter(PipelineDraft& draft, DraftIndex task) : draft_(draft), task_(task) {}

  /// One input; gives its name, which is `wanted` unless that is taken.
  std::string add(const std::string& wanted, Type type, Value value) {
    return add_as(free_prefix(wanted, {""}), std::move(type), std::move(value));
  }
  /// One input `<wanted>_<member>` for each member of a record; gives their names, in order.
  std::vector<std::string> add_members(const std::string& wanted,
                                       const std::vector<OutputDeclaration>& members,
                                       Cardinality cardinality) {
    std::vector<std::string> endings;
    endings.reserve(members.size());
    for (const auto& member : members) endings.push_back('_' + member.name);
    const auto prefix = free_prefix(variable_form(wanted), endings);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const bool many = cardinality == Cardinality::many;
      names.push_back(add_as(prefix + endings[i], many ? list_of(members[i].type) : members[i].type,
                             OutputReference(wanted, members[i].name).expression()));
    }
    return names;
  }
  /// An axis and the input that holds its value; both have the name that is given back.
  std::string add_axis(const std::string& wanted, Type type,
                       std::variant<Value::List, std::string> values) {
    const auto name = free_prefix(wanted, {""});
    auto& task = draft_.task(task_);
    if (!task.matrix) task.matrix = Matrix{.span = task.span};
    task.matrix->axes.push_back({.name = name, .values = std::move(values), .span = task.span});
    return add_as(name, std::move(type), Reference("matrix." + name).expression());
  }
  /// The name an argument has where nothing gives it one, counted from 1.
  [[nodiscard]] static std::string positional(std::size_t position) {
    return "arg" + std::to_string(position + 1);
  }
  /// The name of a task as the name of an input.
  [[nodiscard]] static std::string variable_form(std::string name) {
    for (char& c : name) c = c == '-' ? '_' : c;
    return name;
  }
  [[nodiscard]] std::vector<CallableInput> take_signature() { return std::move(signature_); }

 private:
  std::string add_as(const std::string& name, Type type, Value value) {
    draft_.task(task_).inputs.push_back({name, {std::move(value), draft_.task(task_).span}});
    signature_.push_back({name, std::move(type)});
    return name;
  }
  /// `wanted`, cut so that names stay legal and numbered from 2 where an ending of it is taken.
  [[nodiscard]] std::string free_prefix(std::string wanted,
                                        const std::vector<std::string>& endings) const {
    std::size_t longest_ending = 4;  // room for a number
    for (const auto& ending : endings) {
      if (ending.size() + 4 > longest_ending) longest_ending = ending.size() + 4;
    }
    const std::size_t room = longest_ending < longest_name ? longest_name - longest_ending : 1;
    if (wanted.size() > room) wanted.resize(room);
    std::string prefix = wanted;
    for (int number = 2; is_taken(prefix, endings); ++number) {
      prefix = wanted + '_' + std::to_string(number);
    }
    return prefix;
  }
  [[nodiscard]] bool is_taken(const std::string& prefix,
                              const std::vector<std::string>& endings) const {
    for (const auto& input : signature_) {
      for (const auto& ending : endings) {
        if (input.name == prefix + ending) return true;
      }
    }
    return false;
  }

  PipelineDraft& draft_;
  DraftIndex task_;
  std::vector<CallableInput> signature_;
};

}  // namespace headway::inline v0::detail
