// Keys that hold expressions: which names mean something there, and what type each takes.
#pragma once

#include "references.hpp"

#include <initializer_list>
#include <string_view>

namespace headway::inline v0 {

/// What a key takes, in words: `a workdir is a folder`, `it may be a string or a directory`.
struct Expected {
  std::string_view rule;
  std::string_view note;
  std::initializer_list<ExpressionType::Kind> kinds;
};

/// Checks the expressions of a graph's keys, in the order of the reference, so that equal pipelines
/// have equal edges. Borrows everything.
class KeyCheck {
 public:
  KeyCheck(CheckedGraph& graph, EdgeList* edges, Findings& findings)
      : graph_(graph), findings_(findings), resolver_(graph, edges, findings) {}

  void defaults();
  void task(std::uint32_t number);
  /// The outputs of the repeat whose body the graph is, and what they are.
  NamedTypes round_outputs(const RepeatBody& repeat, const Where& where);
  void until(const RepeatBody& repeat, const Where& where);
  /// The outputs of the job.
  NamedTypes job_outputs();
  void notifications();

 private:
  void body(const JoinBody& /*body*/, const Where& /*where*/) {}
  void body(const CommandBody& body, const Where& where);
  void body(const ScriptBody& /*body*/, const Where& /*where*/) {}
  void body(const CallBody& body, const Where& where);
  void body(const PipelineBody& body, const Where& where);
  void body(const RepeatBody& /*body*/, const Where& /*where*/) {}
  void body(const ApprovalBody& body, const Where& where);
  void body(const WaitBody& body, const Where& where);
  void body(const FailBody& body, const Where& where);

  void arguments(const std::vector<Input>& arguments, const Where& where);
  void computed(const Task& task, const Where& where);
  void map(const Map& map, const Where& where);
  void settings(const SessionSettings& settings, const Where& where);
  void retry(const RetryRules& rules, const Where& where);
  NamedTypes outputs(const std::vector<ComputedOutput>& outputs, const Where& where);

  void whole(const Text& text, const Where& where, const Expected& expected);
  void expression(const Text& text, const Where& where, const Expected& expected);
  void expect(const ExpressionType& type, const Text& text, const Where& where,
              const Expected& expected);

  CheckedGraph& graph_;
  Findings& findings_;
  Resolver resolver_;
};

}  // namespace headway::inline v0
