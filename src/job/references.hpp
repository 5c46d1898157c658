// References: what the names in expressions mean, and whether they may stand where they stand.
#pragma once

#include "findings.hpp"
#include "index.hpp"

#include <headway/job/expression_type.hpp>
#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
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

/// Where an expression stands: which names mean something there. A value.
struct Place {
  enum class Kind : std::uint8_t {
    defaults,    // what holds for every task: neither tasks nor a matrix
    task,        // the keys of a task; outputs that are read become edges
    job_outputs  // the results of the job
  };
  Kind kind = Kind::defaults;
  std::uint32_t task = 0;  // whose keys, of Kind::task
};

/// Checks the expressions of one place after the other. Borrows everything.
class Resolver final : public TypeScope {
 public:
  Resolver(const PipelineIndex& index, EdgeList& edges, Findings& findings)
      : index_(index), edges_(edges), findings_(findings) {}

  /// What follows stands there.
  void enter(Place place) { place_ = place; }

  /// Checks every `${{ }}` of a text.
  void text(const Text& text, const Where& where) { static_cast<void>(text_type(text, where)); }
  /// The same for every string in a value.
  void value(const Value& value, const SourceSpan& span, const Where& where);
  /// The type of a text that is one `${{ }}`, string for a literal or a longer text; nothing where
  /// something is wrong.
  std::optional<ExpressionType> text_type(const Text& text, const Where& where);
  /// The type of a text that is an expression as a whole; nothing where something is wrong.
  std::optional<ExpressionType> expression_type(const Text& text, const Where& where);
  /// Checks a text that is a condition as a whole.
  void condition(const Text& text, const Where& where);

  [[nodiscard]] std::variant<TypedName, Diagnostic> type_of(
      std::span<const std::string> path) override;

 private:
  using Path = std::span<const std::string>;
  using Answer = std::variant<TypedName, Diagnostic>;

  [[nodiscard]] const Task* task() const;
  Answer param(Path path);
  Answer axis(Path path);
  Answer job(Path path);
  Answer output(Path path);
  Answer output_of(Path path, std::uint32_t source);
  [[nodiscard]] ExpressionType type_of_output(const Task& producer,
                                              const OutputDeclaration& declared,
                                              EdgeCondition condition) const;
  [[nodiscard]] std::vector<std::string> meant_by(const std::string& root) const;

  const PipelineIndex& index_;
  EdgeList& edges_;
  Findings& findings_;
  Place place_;
};

}  // namespace headway::inline v0
