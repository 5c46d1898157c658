// References: what the names in expressions mean, and whether they may stand where they stand.
#pragma once

#include "checked_graph.hpp"
#include "edge_list.hpp"
#include "findings.hpp"

#include <headway/job/expression_type.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// Where an expression stands: which names mean something there. A value.
struct Place {
  enum class Owner : std::uint8_t {
    defaults,  // what holds for every task
    task,      // a task; those it names become its predecessors
    repeat,    // the repeat whose body the graph is: its until and outputs
    job,       // the job: its outputs and notifications
  };
  enum class Key : std::uint8_t { other, over, env, retry, compensate, until, notify };

  Owner owner = Owner::defaults;
  Key key = Key::other;
  std::uint32_t task = 0;  // whose keys, of Owner::task
};

/// Checks the expressions of one place after the other. Borrows everything.
class Resolver final : public TypeScope {
 public:
  /// Without `edges` nothing is a predecessor, and what is known of them is left open.
  Resolver(CheckedGraph& graph, EdgeList* edges, Findings& findings)
      : graph_(graph), edges_(edges), findings_(findings) {}

  /// What follows stands there.
  void enter(Place place) { place_ = place; }
  void enter(Place::Key key) { place_.key = key; }

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

  /// A task around the place: its own, or one whose repeat the graph is in. `task` is null where
  /// there is none.
  struct Around {
    CheckedGraph* graph = nullptr;
    std::uint32_t number = 0;
    const Task* task = nullptr;
  };

  [[nodiscard]] const Task* task() const;
  [[nodiscard]] static Around repeat_of(const CheckedGraph& round);
  [[nodiscard]] Around nearest() const;
  [[nodiscard]] Around with_matrix() const;
  [[nodiscard]] Around with_map() const;
  [[nodiscard]] Answer typed(const ExpressionType& type, std::size_t used);

  Answer param(Path path);
  Answer job(Path path);
  Answer axis(Path path);
  Answer item(Path path);
  Answer item_index(Path path);
  Answer round(Path path);
  Answer round_output(Path path);
  Answer resource(Path path);
  Answer secret(Path path);

  const ExpressionType& item_type(const Around& around);
  const NamedTypes& axis_types(CheckedGraph& graph, std::uint32_t number);
  ExpressionType axis_type(CheckedGraph& graph, const Axis& axis);
  [[nodiscard]] std::vector<std::string> meant_by(const std::string& root) const;

  /// What a name that begins with `tasks` found: a task of the graph, or of the one whose end it
  /// is, and when that lets the place have it.
  struct Producer {
    CheckedGraph& graph;
    std::uint32_t number = 0;
    EdgeCondition condition = EdgeCondition::completed;
    [[nodiscard]] const Task& task() const { return graph.task(number); }
  };

  /// Adds what was remarked while `expression` was checked.
  void tell_remarks(const Expression& expression, const Where& where, const Diagnostics& found);
  void remark_constant_state(const Producer& producer);

  Answer of_task(Path path);
  Answer of_producer(Path path, const Producer& producer);
  [[nodiscard]] Diagnostic no_such_task(Path path);
  [[nodiscard]] std::vector<std::string> seen_and_near(const std::string& name) const;
  [[nodiscard]] std::string belonging(const std::string& name) const;
  EdgeCondition edge_to(std::uint32_t source);
  Answer output(Path path, const Producer& producer);
  Answer instances(const Producer& producer);
  [[nodiscard]] bool may_miss(const Producer& producer) const;
  [[nodiscard]] static bool may_fail(const Producer& producer);

  CheckedGraph& graph_;
  EdgeList* edges_;
  Findings& findings_;
  Place place_;
  std::vector<Diagnostic> remarks_;  // warnings about the expression at hand
};

/// A finding whose place is filled in by who asked.
Diagnostic name_fault(std::string_view code, std::string message, std::vector<std::string> notes,
                      std::vector<std::string> candidates = {});

/// `"round" has no meaning here`, why, and where it has one.
Diagnostic not_here(std::string_view name, std::string_view why, std::string where);

/// `"matrix" alone is no value`.
Diagnostic alone(std::string_view code, std::string_view root, std::string note);

}  // namespace headway::inline v0
