// A job on its way: how it and its inner jobs end.
#pragma once

#include <headway/schedule/scheduled_job.hpp>

namespace headway::inline v0 {

template <class Decided>
void ScheduledJob::end(std::uint32_t index, InstanceId id, InstanceState state, Cause cause,
                       Decided&& decided) {
  const JobGraph& graph = graphs_.at(index);
  const JobTask& task = graph.task(id);
  GraphProgress& progress = progress_[index];
  records_[id.value].phase = Phase::ended;
  --progress.open;
  if (state == InstanceState::cancelled) ++progress.cancelled;
  if (state == InstanceState::skipped) ++progress.skipped;
  const bool counts = graph.kind == GraphKind::elements || !task.allow_failure;
  if (state == InstanceState::failed && counts) {
    if (progress.failed++ == 0) progress.failure = cause;
    halt_on_failure(index);
  }
  const bool done = state == InstanceState::succeeded && cause.kind != Cause::Kind::cached;
  if (done && task.compensates) undoable_.push_back(id);
  if (task.kind == TaskKind::pipeline) {
    for (const std::uint32_t inner : graphs_.of_owner(id)) progress_[inner].closing = Closing::over;
  }
  progress.frontier.end(*graph.plan, graph.local(id), state, decided);
}

/// With `fail_fast`, a failure halts the tasks of its job or inner job, as soon as it is certain to
/// count there.
inline void ScheduledJob::halt_on_failure(std::uint32_t graph) {
  while (!closes(graphs_.at(graph).kind)) {
    const JobGraph& failed = graphs_.at(graph);
    if (is_part_of_end(failed.kind)) return;
    const JobGraph& around = graphs_.at(failed.enclosing);
    const TaskId owner = around.task_of(failed.owner);
    const bool elements = failed.kind == GraphKind::elements;
    const Tolerance tolerated = elements ? around.plan->inner(owner).tolerated : Tolerance{};
    if (tolerated.bears(progress_[graph].failed, failed.plan->instance_count())) return;
    if (around.plan->task(owner).allow_failure) return;
    if (around.kind == GraphKind::elements) return;  // it counts once the element has ended
    graph = failed.enclosing;
  }
  if (graphs_.at(graph).plan->fail_fast() && !progress_[graph].halted) {
    progress_[graph].halted = Cause{Cause::Kind::fail_fast};
  }
}

/// A cancel outdoes what halts a graph inside.
inline std::optional<Cause> ScheduledJob::halted(std::uint32_t graph) const {
  std::optional<Cause> why;
  while (true) {
    const std::optional<Cause>& here = progress_[graph].halted;
    if (here && (!why || here->kind == Cause::Kind::cancelled_by_user)) why = here;
    if (graph == 0 || is_part_of_end(graphs_.at(graph).kind)) return why;
    graph = graphs_.at(graph).enclosing;
  }
}

inline std::uint32_t ScheduledJob::closed_by(std::uint32_t part) const {
  const JobGraph& ending = graphs_.at(part);
  if (ending.kind != GraphKind::compensation) {
    for (const std::uint32_t index : graphs_.of_owner(ending.owner)) {
      if (graphs_.at(index).kind == GraphKind::pipeline) return index;
    }
    return 0;
  }
  std::uint32_t graph = ending.enclosing;
  while (graph != 0 && !(closes(graphs_.at(graph).kind) && progress_[graph].open == 0 &&
                         progress_[graph].closing != Closing::over)) {
    graph = graphs_.at(graph).enclosing;
  }
  return graph;
}

inline bool ScheduledJob::is_inside(InstanceId id, std::uint32_t graph) const {
  std::uint32_t index = graphs_.index_of(id);
  while (index != graph && index != 0) index = graphs_.at(index).enclosing;
  return index == graph;
}

inline std::optional<InstanceId> ScheduledJob::next_to_undo(std::uint32_t graph) const {
  for (std::size_t left = undoable_.size(); left != 0; --left) {  // the newest first
    if (is_inside(undoable_[left - 1], graph)) return undoable_[left - 1];
  }
  return {};
}

inline void ScheduledJob::undone(InstanceId id) {
  for (auto at = undoable_.end(); at != undoable_.begin();) {
    if (*--at != id) continue;  // the last ones are undone first
    undoable_.erase(at);
    return;
  }
}

inline JobState ScheduledJob::state() const {
  const GraphProgress& tasks = progress_[0];
  const bool stopped = tasks.halted == Cause{Cause::Kind::cancelled_by_user};
  if (stopped && tasks.cancelled != 0) return JobState::cancelled;
  return tasks.failed != 0 ? JobState::failed : JobState::succeeded;
}

inline Cause ScheduledJob::cause() const {
  return state() == JobState::cancelled ? Cause{Cause::Kind::cancelled_by_user}
                                        : progress_[0].failure;
}

}  // namespace headway::inline v0
