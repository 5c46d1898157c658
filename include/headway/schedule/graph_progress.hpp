// What the scheduler keeps of one graph of a job.
#pragma once

#include <headway/event/frontier.hpp>
#include <headway/event/job_graphs.hpp>
#include <headway/schedule/gate.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// How far the end of a job, or of an inner one, has come: tasks → (failure) rollback → on_failure
/// → finally.
enum class Closing : std::uint8_t { tasks, rollback, on_failure, finally, over };

/// Counts, and the classes its instances wait in. A value.
struct GraphProgress {
  explicit GraphProgress(const PipelineJob& plan) : frontier(plan), open(plan.instance_count()) {
    for (const JobTask& task : plan.tasks()) timed = timed || task.timeouts != 0;
  }

  Frontier frontier;
  std::vector<std::uint32_t> classes{};          // per shape: its class in the job
  std::map<std::uint32_t, std::uint32_t> own{};  // capped task -> its class
  std::map<std::uint32_t, Gate> gates{};  // capped task without sessions -> who of it may begin
  std::uint32_t group = 0;                // of graphs with a cap on their sessions
  std::uint32_t place = 0;                // of its owner in the job's order
  std::uint32_t open;                     // instances that have not ended
  std::uint32_t failed = 0;          // instances that ended so; elements even where it is allowed
  std::uint32_t skipped = 0;         // instances that ended so
  std::uint32_t cancelled = 0;       // instances that ended so
  Cause failure{};                   // of the first that failed
  std::optional<Cause> halted{};     // why nothing of it starts any more
  Closing closing = Closing::tasks;  // of the job's tasks, or of an inner job's
  bool part_open = false;            // a graph of its end goes on
  bool timed = false;                // a task of it has timeouts
  bool fails_fast = false;           // after a failure nothing of it starts any more
};

/// Whether `on_failure` and `finally` follow the end of such a graph.
constexpr bool closes(GraphKind kind) {
  return kind == GraphKind::tasks || kind == GraphKind::pipeline;
}

/// Whether such a graph belongs to the end of another.
constexpr bool is_part_of_end(GraphKind kind) {
  return kind == GraphKind::compensation || kind == GraphKind::on_failure ||
         kind == GraphKind::finally;
}

/// What the instance becomes whose graph has ended: of a map's elements by what it tolerates, of
/// others by whether any failed. `halted` is why nothing of it started any more.
InstanceState outcome(const GraphProgress& progress, const JobGraph& graph, Tolerance tolerated,
                      std::optional<Cause> halted);

// ---------------------------------------------------------------------------------------------

inline InstanceState outcome(const GraphProgress& progress, const JobGraph& graph,
                             Tolerance tolerated, std::optional<Cause> halted) {
  const std::uint32_t all = graph.plan->instance_count();
  const bool elements = graph.kind == GraphKind::elements;
  const bool failed = elements ? !tolerated.bears(progress.failed, all) : progress.failed > 0;
  const bool by_user = halted == Cause{Cause::Kind::cancelled_by_user};
  if (progress.cancelled > 0 && (by_user || !failed)) return InstanceState::cancelled;
  if (failed) return InstanceState::failed;
  const bool nothing_done = elements && all > 0 && progress.skipped == all;
  return nothing_done ? InstanceState::skipped : InstanceState::succeeded;
}

}  // namespace headway::inline v0
