// A graph while it is checked: its tasks by name, what surrounds it, and what its tasks give.
#pragma once

#include "index.hpp"

#include <headway/job/expression_type.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Whose tasks a graph has, which says what their expressions may name.
enum class GraphNames : std::uint8_t {
  tasks,  // of the pipeline
  round,  // of a repeat
  end,    // on_failure, finally
};

/// Names with types, in order; of one name the first counts. Borrows the names.
class NamedTypes {
 public:
  struct Entry {
    std::string name;
    ExpressionType type{};
  };

  void add(std::string_view name, ExpressionType type) {
    if (!places_.emplace(name, entries_.size()).second) return;
    entries_.push_back({std::string(name), std::move(type)});
  }
  [[nodiscard]] const ExpressionType* find(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? nullptr : &entries_[found->second].type;
  }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

/// Borrows the index, the tasks and the graph around it. One thread at a time.
class CheckedGraph {
 public:
  /// `outer`: of the body of a repeat the graph of that repeat, its `owner`-th task; of the end of
  /// a job the graph of the job's tasks; else null.
  CheckedGraph(const PipelineIndex& index, const std::vector<Task>& tasks, GraphNames names,
               CheckedGraph* outer = nullptr, std::uint32_t owner = 0)
      : index_(index), tasks_(tasks), names_(names), outer_(outer), owner_(owner) {
    numbers_.reserve(tasks.size());
    for (std::uint32_t t = 0; t < tasks.size(); ++t) numbers_.emplace(tasks[t].name, t);
  }

  [[nodiscard]] const PipelineIndex& index() const { return index_; }
  [[nodiscard]] const Pipeline& pipeline() const { return index_.pipeline(); }
  [[nodiscard]] const std::vector<Task>& tasks() const { return tasks_; }
  [[nodiscard]] const Task& task(std::uint32_t number) const { return tasks_[number]; }
  [[nodiscard]] GraphNames names() const { return names_; }
  [[nodiscard]] CheckedGraph* outer() const { return outer_; }
  [[nodiscard]] std::uint32_t owner() const { return owner_; }

  /// Of tasks with one name, the first.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }
  /// Whether it belongs to the end of a job, on_failure or finally, by itself or by a repeat there.
  [[nodiscard]] bool at_end() const {
    return names_ == GraphNames::end || (names_ == GraphNames::round && outer_->at_end());
  }

  /// What one instance of a task gives: what it declares, unless something else was found.
  [[nodiscard]] const NamedTypes& outputs_of(std::uint32_t number) {
    auto& known = outputs_[number];
    if (known) return *known;
    auto declared = std::make_shared<NamedTypes>();
    for (const OutputDeclaration& output : tasks_[number].outputs) {
      declared->add(output.name, output.type);
    }
    known = std::move(declared);
    return *known;
  }
  void set_outputs(std::uint32_t number, std::shared_ptr<const NamedTypes> outputs) {
    outputs_[number] = std::move(outputs);
  }

  /// The outputs of the repeat whose body it is.
  [[nodiscard]] const NamedTypes& round_outputs() const { return *round_outputs_; }
  void set_round_outputs(std::shared_ptr<const NamedTypes> outputs) {
    round_outputs_ = std::move(outputs);
  }

  /// What is remembered of a task: the type of its elements, those of its axes.
  [[nodiscard]] const ExpressionType* item(std::uint32_t number) const {
    const auto known = items_.find(number);
    return known == items_.end() ? nullptr : &known->second;
  }
  const ExpressionType& set_item(std::uint32_t number, ExpressionType type) {
    return items_.insert_or_assign(number, std::move(type)).first->second;
  }
  [[nodiscard]] const NamedTypes* axes(std::uint32_t number) const {
    const auto known = axes_.find(number);
    return known == axes_.end() ? nullptr : &known->second;
  }
  const NamedTypes& set_axes(std::uint32_t number, NamedTypes types) {
    return axes_.insert_or_assign(number, std::move(types)).first->second;
  }

 private:
  const PipelineIndex& index_;
  const std::vector<Task>& tasks_;
  GraphNames names_;
  CheckedGraph* outer_;
  std::uint32_t owner_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::unordered_map<std::uint32_t, std::shared_ptr<const NamedTypes>> outputs_;
  std::unordered_map<std::uint32_t, ExpressionType> items_;
  std::unordered_map<std::uint32_t, NamedTypes> axes_;
  std::shared_ptr<const NamedTypes> round_outputs_ = std::make_shared<NamedTypes>();
};

}  // namespace headway::inline v0
