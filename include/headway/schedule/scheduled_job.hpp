// A job on its way: what the scheduler keeps of it until it ends.
#pragma once

#include <headway/event/job_graphs.hpp>
#include <headway/job/pipeline_job.hpp>
#include <headway/schedule/dispatch_class.hpp>
#include <headway/schedule/graph_progress.hpp>
#include <headway/schedule/instance_notes.hpp>
#include <headway/schedule/instance_record.hpp>
#include <headway/schedule/job_lines.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Plain arrays per instance, progress per graph, lines per class. Owned by the scheduler.
class ScheduledJob {
 public:
  ScheduledJob(JobId id, std::uint32_t serial, std::shared_ptr<const PipelineJob> job,
               std::vector<std::uint32_t> places, Pool& pool, Instant began = {});

  [[nodiscard]] const PipelineJob& job() const { return *graphs_.at(0).plan; }
  [[nodiscard]] const JobGraphs& graphs() const { return graphs_; }
  [[nodiscard]] JobId id() const { return id_; }
  [[nodiscard]] std::uint32_t serial() const { return serial_; }
  [[nodiscard]] std::uint32_t instance_count() const { return graphs_.instance_count(); }
  [[nodiscard]] const JobTask& task_of(InstanceId id) const { return graphs_.task(id); }
  /// Looks at the task only where tasks of its graph have timeouts: most have none.
  [[nodiscard]] bool has_timeouts(InstanceId id) const;
  [[nodiscard]] const Timeouts& timeouts_of(InstanceId id) const;
  [[nodiscard]] const RetryRules& retry_of(InstanceId id) const;
  [[nodiscard]] InstanceRecord& record(InstanceId id) { return records_[id.value]; }
  [[nodiscard]] GraphProgress& progress(std::uint32_t graph) { return progress_[graph]; }

  /// The index of the graph that the fact adds; nothing when it was added before.
  std::optional<std::uint32_t> grow(const GraphAdded& fact, Pool& pool);
  /// Calls `decided(TaskId, Verdict)` for the tasks of a new graph that wait for nothing.
  template <class Decided>
  void begin(std::uint32_t graph, Decided&& decided);
  /// Counts the end of an instance of the graph. `decided` as in Frontier::end.
  template <class Decided>
  void end(std::uint32_t graph, InstanceId id, InstanceState state, Cause cause, Decided&& decided);

  // Lines.
  [[nodiscard]] JobLines& lines() { return lines_; }
  [[nodiscard]] std::uint32_t class_number(InstanceId id) const;
  [[nodiscard]] DispatchClass& class_of(InstanceId id) { return lines_.at(class_number(id)); }
  void line_up(InstanceId id, Phase phase, Instant at) {
    lines_.push(class_number(id), phase, key(id, at));
  }
  /// The instance has left its line of `phase` without having been chosen from it.
  void leave_line(InstanceId id, Phase phase) { drop_gone(class_number(id), phase); }
  /// The class whose line of `phase` has the best first instance; LineTree::no_class when there is
  /// none. Drops what left the lines.
  std::uint32_t first(Phase phase);
  /// The same among those that had no room.
  std::uint32_t first_blocked(Phase phase);
  /// Whether any instance waits in the line.
  bool waits_in(std::uint32_t number, Phase phase) {
    drop_gone(number, phase);
    return lines_.tree(phase).key(number) != LineTree::no_key;
  }
  /// The same among those that may have come to fit since they last did not.
  std::uint32_t first_to_try(Phase phase, Pool& pool);
  /// How long the first of a line, which is not empty, may take; 0: unknown.
  [[nodiscard]] Duration estimate(std::uint32_t number, Phase phase) {
    return estimate(instance_of(lines_.at(number).line(phase).top()));
  }
  /// What earlier jobs took, or else as the task was estimated.
  [[nodiscard]] Duration estimate(InstanceId id) const {
    const bool known = id.value < job().instance_count() && !durations.empty();
    return known ? durations[job().task_of(id).value] : task_of(id).estimate;
  }
  /// Whether anything is in a line.
  [[nodiscard]] bool waits_for_resources() {
    return first(Phase::intended) != LineTree::no_class ||
           first(Phase::ready) != LineTree::no_class;
  }
  /// From now on the instance asks for something else.
  void change_request(InstanceId id, const Resources& request, Pool& pool);

  /// Counts a failure under its retry rule, and how many of its retries were used.
  std::uint32_t count_retry(InstanceId id, std::uint32_t rule);
  [[nodiscard]] InstanceNotes& notes() { return notes_; }

  /// Why nothing of the graph starts any more; its end does not count as part of it.
  [[nodiscard]] std::optional<Cause> halted(std::uint32_t graph) const;
  [[nodiscard]] std::optional<Cause> halted(InstanceId id) const {
    return halted(graphs_.index_of(id));
  }
  /// Whether a failure halts what the instance belongs to.
  [[nodiscard]] bool fails_fast(InstanceId id) const {
    return progress_[graphs_.index_of(id)].fails_fast;
  }
  /// The job's or inner job's tasks whose end a part of it (on_failure, say) belongs to.
  [[nodiscard]] std::uint32_t closed_by(std::uint32_t part) const;
  /// The last success in the graph, or in one inside it, that has not been undone; or nothing.
  [[nodiscard]] std::optional<InstanceId> next_to_undo(std::uint32_t graph) const;
  void undone(InstanceId id);

  /// The job's own state and cause, once all is over.
  [[nodiscard]] JobState state() const;
  [[nodiscard]] Cause cause() const;

  bool paused = false;   // until it is resumed
  bool watched = false;  // a timer rings while any waits behind others
  bool admitted = true;  // its owner may have one more that starts something
  std::uint32_t owner_number = 0;
  std::vector<Duration> durations;  // per task of the job's own; empty: as estimated
  std::uint64_t releases = 0;       // of its owner, as last looked at

 private:
  void add_progress(const JobGraph& graph, Pool& pool);
  [[nodiscard]] std::uint32_t group_around(const JobGraph& graph) const;
  [[nodiscard]] std::uint32_t place_of(const JobGraph& graph) const;
  [[nodiscard]] bool fails_fast(const JobGraph& graph) const;
  [[nodiscard]] bool is_inside(InstanceId id, std::uint32_t graph) const;
  [[nodiscard]] bool waits(InstanceId id, Phase phase, std::uint32_t in) const;
  void halt_on_failure(std::uint32_t graph);
  bool drop_gone(std::uint32_t number, Phase phase);
  std::uint32_t first_freed(Phase phase, Pool& pool);
  [[nodiscard]] std::uint64_t key(InstanceId id, Instant at) const;

  JobGraphs graphs_;
  JobId id_;
  std::uint32_t serial_;
  std::vector<InstanceRecord> records_;
  std::vector<GraphProgress> progress_;  // per graph
  JobLines lines_;
  std::uint64_t seen_[2] = {0, 0};     // per tree of lines: changes of the pool that were looked at
  std::vector<std::uint32_t> places_;  // of the job's own instances; empty: as they come
  Instant began_;                      // those without places come by time since then
  std::map<InstanceId, std::uint32_t> changed_;  // what asks for something else -> its class
  InstanceNotes notes_;
  std::vector<InstanceId> undoable_;  // successes that have a compensation, oldest first
};

// ---------------------------------------------------------------------------------------------

inline ScheduledJob::ScheduledJob(JobId id, std::uint32_t serial,
                                  std::shared_ptr<const PipelineJob> job,
                                  std::vector<std::uint32_t> places, Pool& pool, Instant began)
    : graphs_(std::move(job)), id_(id), serial_(serial), places_(std::move(places)), began_(began) {
  add_progress(graphs_.at(0), pool);
}

inline void ScheduledJob::add_progress(const JobGraph& graph, Pool& pool) {
  records_.resize(graphs_.instance_count());
  progress_.emplace_back(*graph.plan);
  progress_.back().place = place_of(graph);
  progress_.back().fails_fast = fails_fast(graph);
  lines_.add(*graph.plan, progress_.back(), group_around(graph), pool);
}

/// The end of a job keeps within the cap of that job.
inline std::uint32_t ScheduledJob::group_around(const JobGraph& graph) const {
  const auto index = static_cast<std::uint32_t>(progress_.size() - 1);
  if (index == 0) return 0;
  const bool end = graph.kind == GraphKind::on_failure || graph.kind == GraphKind::finally;
  return progress_[end ? closed_by(index) : graph.enclosing].group;
}

inline bool ScheduledJob::fails_fast(const JobGraph& graph) const {
  if (closes(graph.kind) && graph.plan->fail_fast()) return true;
  return progress_.size() > 1 && !is_part_of_end(graph.kind) &&
         progress_[graph.enclosing].fails_fast;
}

/// An inner graph is served where the instance of the job stands from which it has grown.
inline std::uint32_t ScheduledJob::place_of(const JobGraph& graph) const {
  if (graph.owner == no_instance || places_.empty()) return 0;
  return graph.enclosing == 0 ? places_[graph.owner.value] : progress_[graph.enclosing].place;
}

inline bool ScheduledJob::has_timeouts(InstanceId id) const {
  const std::uint32_t graph = graphs_.index_of(id);
  return progress_[graph].timed && graphs_.at(graph).task(id).timeouts != 0;
}

inline const Timeouts& ScheduledJob::timeouts_of(InstanceId id) const {
  const JobGraph& graph = graphs_.of(id);
  return graph.plan->timeouts(graph.task(id));
}

inline const RetryRules& ScheduledJob::retry_of(InstanceId id) const {
  const JobGraph& graph = graphs_.of(id);
  return graph.plan->retry(graph.task(id));
}

inline std::optional<std::uint32_t> ScheduledJob::grow(const GraphAdded& fact, Pool& pool) {
  if (graphs_.has(fact)) return {};
  const std::uint32_t index = graphs_.add(fact);
  add_progress(graphs_.at(index), pool);
  return index;
}

template <class Decided>
void ScheduledJob::begin(std::uint32_t graph, Decided&& decided) {
  progress_[graph].frontier.begin(*graphs_.at(graph).plan, decided);
}

inline std::uint32_t ScheduledJob::class_number(InstanceId id) const {
  if (!changed_.empty()) {
    const auto changed = changed_.find(id);
    if (changed != changed_.end()) return changed->second;
  }
  const std::uint32_t index = graphs_.index_of(id);
  const JobGraph& graph = graphs_.at(index);
  return lines_.class_of(progress_[index], *graph.plan, graph.task_of(id));
}

inline void ScheduledJob::change_request(InstanceId id, const Resources& request, Pool& pool) {
  changed_[id] = lines_.class_like(class_of(id), request, pool);
}

/// By its place, or by when it came: in milliseconds, for 49 days. Nothing else, so that a replay
/// lines up alike.
inline std::uint64_t ScheduledJob::key(InstanceId id, Instant at) const {
  if (!places_.empty()) {
    const std::uint32_t graph = graphs_.index_of(id);
    return key_of(graph == 0 ? places_[id.value] : progress_[graph].place, id);
  }
  const std::int64_t passed = at > began_ ? (at - began_).us / 1000 : 0;
  return key_of(passed < UINT32_MAX ? static_cast<std::uint32_t>(passed) : UINT32_MAX, id);
}

/// Its place in the line of `in` counts: it may have left, or have changed what it asks for since.
inline bool ScheduledJob::waits(InstanceId id, Phase phase, std::uint32_t in) const {
  const InstanceRecord& record = records_[id.value];
  if (record.phase != phase || record.hold != no_hold) return false;
  return changed_.empty() || class_number(id) == in;
}

/// Whether any had gone.
inline bool ScheduledJob::drop_gone(std::uint32_t number, Phase phase) {
  const DispatchClass::Line& line = lines_.at(number).line(phase);
  bool gone = false;
  while (!line.empty() && !waits(instance_of(line.top()), phase, number)) {
    lines_.pop(number, phase);
    gone = true;
  }
  return gone;
}

inline std::uint32_t ScheduledJob::first(Phase phase) {
  std::uint32_t number = lines_.tree(phase).first();
  while (number != LineTree::no_class && drop_gone(number, phase)) {
    number = lines_.tree(phase).first();
  }
  return number;
}

inline std::uint32_t ScheduledJob::first_blocked(Phase phase) {
  const LineTree& tree = lines_.tree(phase);
  std::uint32_t number = tree.first(LineTree::blocked);
  while (number != LineTree::no_class && drop_gone(number, phase)) {
    number = tree.first(LineTree::blocked);
  }
  return number;
}

/// Change by change, since what did not fit anywhere may fit only where something was given back.
inline std::uint32_t ScheduledJob::first_freed(Phase phase, Pool& pool) {
  LineTree& tree = lines_.tree(phase);
  std::uint64_t& seen = seen_[phase == Phase::ready ? 0 : 1];
  if (pool.renewed_since(seen)) {
    lines_.refresh(phase);
    seen = pool.changes();
  }
  if (seen < pool.changes() && pool.has_one_node()) seen = pool.changes() - 1;
  while (seen < pool.changes()) {
    const Machine& machine = pool.freed(seen + 1);
    bool gone = false;
    const std::uint32_t number = tree.first_fitting(machine, [&](std::uint32_t candidate) {
      const DispatchClass& of = lines_.at(candidate);
      if (!fit_on(machine, pool[of.demand]).fits &&
          !pool.fits_in_gap(of.demand, estimate(candidate, phase))) {
        return false;
      }
      if (drop_gone(candidate, phase)) gone = true;
      const std::uint32_t group = gone ? 0 : lines_.refusing(of);
      if (group != 0) lines_.park(candidate, phase, group);
      return !gone && group == 0;
    });
    if (!gone && number != LineTree::no_class) return number;
    if (!gone) ++seen;
  }
  return LineTree::no_class;
}

inline std::uint32_t ScheduledJob::first_to_try(Phase phase, Pool& pool) {
  LineTree& tree = lines_.tree(phase);
  if (tree.first() == LineTree::no_class || lines_.full()) return LineTree::no_class;
  const std::uint32_t freed = first_freed(phase, pool);
  std::uint32_t fresh = tree.first(LineTree::fresh);
  while (fresh != LineTree::no_class && drop_gone(fresh, phase)) {
    fresh = tree.first(LineTree::fresh);
  }
  if (freed == LineTree::no_class || fresh == LineTree::no_class) {
    return fresh == LineTree::no_class ? freed : fresh;
  }
  return tree.key(fresh) < tree.key(freed) ? fresh : freed;
}

inline std::uint32_t ScheduledJob::count_retry(InstanceId id, std::uint32_t rule) {
  if (rule != 0) return notes_.count_retry(id, rule);
  InstanceRecord& record = records_[id.value];
  if (record.failures < UINT16_MAX) ++record.failures;
  return record.failures;
}

}  // namespace headway::inline v0

// What its end, and that of its parts, comes to; includes this header, so that either can come
// first.
#include <headway/schedule/scheduled_job_end.hpp>
