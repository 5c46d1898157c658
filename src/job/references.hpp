// References: what the names in expressions mean, and whether they may stand where they stand.
#pragma once

#include "findings.hpp"
#include "index.hpp"

#include <headway/job/expression.hpp>
#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace headway::inline v0 {

/// The edges of one task while they are gathered: written first, then implied. Looking one up is
/// O(1) for the task at hand.
class EdgeList {
 public:
  explicit EdgeList(std::size_t tasks) : dependent_(tasks, nobody), condition_(tasks) {}

  /// Starts the edges of `task`; gives back those of the one before.
  void begin(std::uint32_t task) { task_ = task; }
  /// False when there is an edge from `source` already.
  bool add(std::uint32_t source, EdgeCondition condition) {
    if (has(source)) return false;
    dependent_[source] = task_;
    condition_[source] = condition;
    edges_.push_back({TaskId{source}, condition});
    return true;
  }
  [[nodiscard]] bool has(std::uint32_t source) const { return dependent_[source] == task_; }
  [[nodiscard]] EdgeCondition condition(std::uint32_t source) const { return condition_[source]; }
  [[nodiscard]] std::vector<JobEdge> take() { return std::exchange(edges_, {}); }

 private:
  static constexpr std::uint32_t nobody = 0xFFFFFFFF;
  std::uint32_t task_ = nobody;
  std::vector<std::uint32_t> dependent_;  // per source: the task it was last an edge of
  std::vector<EdgeCondition> condition_;  // per source: of that edge
  std::vector<JobEdge> edges_;
};

/// Resolves the references of one place after the other. Borrows everything.
class Resolver {
 public:
  Resolver(const PipelineIndex& index, EdgeList& edges, Findings& findings)
      : index_(index), edges_(edges), findings_(findings) {}

  /// From here on: the keys of a task; its references become edges.
  void enter(std::uint32_t task) { task_ = task; }
  /// From here on: the defaults, where only what every task has may be named.
  void enter_defaults() { leave(), tasks_allowed_ = false; }
  /// From here on: the outputs of the job.
  void enter_outputs() { leave(), tasks_allowed_ = true; }

  /// Resolves every reference of a text.
  void text(const Text& text, const Where& where);
  /// The same for every string in a value.
  void value(const Value& value, const SourceSpan& span, const Where& where);
  /// The type of a text that is one `${{ }}`, string for a literal or a longer text; nothing where
  /// something is wrong.
  std::optional<Type> type_of(const Text& text, const Where& where);

 private:
  struct Use;  // a reference and where it stands

  void leave() { task_.reset(); }
  [[nodiscard]] const Task* task() const;
  std::optional<Type> resolve(const Use& use);
  std::optional<Type> param(const Use& use);
  std::optional<Type> axis(const Use& use);
  std::optional<Type> job(const Use& use);
  std::optional<Type> output(const Use& use);
  std::optional<Type> output_of(const Use& use, std::uint32_t source);
  [[nodiscard]] std::vector<std::string> meant_by(const std::string& root) const;
  std::nullopt_t refuse(const Use& use, std::string_view code, std::string message,
                        std::string note, std::vector<std::string> candidates = {});

  const PipelineIndex& index_;
  EdgeList& edges_;
  Findings& findings_;
  std::optional<std::uint32_t> task_;  // nothing outside tasks
  bool tasks_allowed_ = true;
};

}  // namespace headway::inline v0
