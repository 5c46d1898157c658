// A naive interpreter of jobs: what every instance comes to, from the job and a table of outcomes.
#pragma once

#include "support/naive_session.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace naive {

using namespace headway;
using State = InstanceState;
using Kind = Cause::Kind;

/// Task after task in their order, depth first: nothing waits, and nothing is counted ahead.
class Interpreter {
 public:
  explicit Interpreter(const Fate& fate) : fate_(fate) {}

  std::map<std::string, End> ends;  // by path

  /// Whether the job failed; `owner` is the path of the instance it is inside of.
  bool job(const PipelineJob& job, const std::string& owner, const std::string& path) {
    const std::size_t before = undoable_.size();
    bool failed = graph(job, path);
    while (failed && job.rollback() && undoable_.size() > before) {
      const auto [undone, compensation] = undoable_.back();
      undoable_.pop_back();
      graph(*compensation, graph_path(undone, GraphKind::compensation));
    }
    if (failed && job.on_failure()) {
      graph(*job.on_failure(), graph_path(owner, GraphKind::on_failure));
    }
    if (job.finally() && graph(*job.finally(), graph_path(owner, GraphKind::finally))) return true;
    return failed;
  }

 private:
  /// Whether an instance failed whose failure is not allowed.
  bool graph(const PipelineJob& plan, const std::string& path) {
    bool failed = false;
    std::vector<State> tasks;  // as their dependents see them
    for (std::uint32_t t = 0; t < plan.tasks().size(); ++t) {
      const JobTask& task = plan.task({t});
      const State verdict = judged(plan, {t}, tasks);
      std::vector<State> states;
      for (std::uint32_t i = task.first.value; i < task.first.value + task.count; ++i) {
        const std::string own = path + std::to_string(i);
        ends[own] =
            verdict == State::ready ? instance(plan, {t}, own) : End{verdict, {Kind::upstream}};
        states.push_back(ends[own].state);
        failed = failed || (states.back() == State::failed && !task.allow_failure);
      }
      if (states.empty()) states = {verdict == State::ready ? State::succeeded : verdict};
      tasks.push_back(strongest(states));
    }
    return failed;
  }

  static State strongest(const std::vector<State>& states) {
    for (const State state : {State::failed, State::upstream_failed, State::succeeded}) {
      for (const State one : states) {
        if (one == state) return state;
      }
    }
    return State::skipped;
  }

  /// What the edges of a task make of it: `ready`, `skipped` or `upstream_failed`.
  static State judged(const PipelineJob& plan, TaskId task, const std::vector<State>& tasks) {
    State verdict = State::ready;
    for (const JobEdge& edge : plan.predecessors(task)) {
      const State source = tasks[edge.task.value];
      const bool failed = source == State::failed;
      const bool good =
          source == State::succeeded || (failed && plan.task(edge.task).allow_failure);
      if (edge.condition == EdgeCondition::completed) continue;
      if (edge.condition == EdgeCondition::failed ? failed : good) continue;
      if (source == State::skipped || source == State::succeeded) {
        const bool passes = edge.condition == EdgeCondition::succeeded_or_skipped;
        if (!passes && verdict == State::ready) verdict = State::skipped;
      } else {
        verdict = State::upstream_failed;
      }
    }
    return verdict;
  }

  End instance(const PipelineJob& plan, TaskId id, const std::string& path) {
    const JobTask& task = plan.task(id);
    const Kind condition = task.asks ? fate_.condition(path) : Kind::none;
    if (condition == Kind::condition_false) return {State::skipped, {condition}};
    if (condition != Kind::none) return ended({condition});
    const End end = body(plan, id, path);
    if (end.state == State::succeeded && task.compensates) {
      undoable_.emplace_back(path, plan.inner(id).compensation);
    }
    return end;
  }

  End body(const PipelineJob& plan, TaskId id, const std::string& path) {
    const InnerPlan& inner = plan.inner(id);
    switch (plan.task(id).kind) {
      case TaskKind::session: return session(fate_, plan.retry(plan.task(id)), path);
      case TaskKind::map: return map(inner, path);
      case TaskKind::repeat: return repeat(*inner.graph, path);
      case TaskKind::approval: return ended({fate_.approval(path)});
      case TaskKind::fail: return ended({Kind::failed_on_purpose});
      case TaskKind::pipeline:
        if (job(*inner.graph, path, graph_path(path, GraphKind::pipeline))) break;
        return ended({fate_.has_outputs(path) ? Kind::none : Kind::expression_failed});
      default: return {};
    }
    return ended({Kind::child_failed});
  }

  End map(const InnerPlan& inner, const std::string& path) {
    const std::uint32_t width = fate_.width(path);
    const std::string elements = graph_path(path, GraphKind::elements);
    graph(*inner.graph->widened(width), elements);
    std::map<State, std::uint32_t> count;
    for (std::uint32_t i = 0; i < width; ++i) ++count[ends[elements + std::to_string(i)].state];
    const std::uint32_t most =
        inner.tolerated.percent ? inner.tolerated.amount * width / 100 : inner.tolerated.amount;
    if (count[State::failed] > most) return ended({Kind::child_failed});
    const bool skipped = width > 0 && count[State::skipped] == width;
    return skipped ? End{State::skipped, {Kind::condition_false}} : End{};
  }

  End repeat(const PipelineJob& body, const std::string& path) {
    for (std::uint32_t number = 0; number < Fate::most_rounds; ++number) {
      if (graph(body, graph_path(path, GraphKind::round, number)))
        return ended({Kind::child_failed});
      const Kind verdict = fate_.round(path, number);
      if (verdict != Kind::rounds_exhausted) return ended({verdict});
    }
    return ended({Kind::rounds_exhausted});
  }

  const Fate& fate_;
  std::vector<std::pair<std::string, std::shared_ptr<const PipelineJob>>> undoable_;
};

}  // namespace naive
