// Invariants: what must hold after every event of a job, whatever goes wrong around it.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/testing/simulated_cluster.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

/// Looks on from outside: at what became durable, at what began in the cluster, at what an engine
/// told. The first thing that must not be is kept, with the sentence for a person.
class Invariants {
 public:
  explicit Invariants(const SimulatedCluster& cluster) : cluster_(cluster) {}

  /// An event became durable.
  void durable(const Event& event);
  /// A session was accepted by the cluster, or began in it.
  void seen(const SimulatedCluster::Session& session);
  /// An engine told its observers of an event that is the `nth` of its job.
  void told(std::size_t nth, const Event& event);
  /// An engine shows this state after `events` events.
  void shown(std::size_t events, const JobStatus& status);
  /// The story is over.
  void over();

  /// The job's events so far, all of them durable, and their fold; null before the first.
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] const JobStatus* status() const { return status_ ? &*status_ : nullptr; }

  void broken(std::string what) {
    if (!violation_) violation_ = std::move(what);
  }
  [[nodiscard]] const std::optional<std::string>& violation() const { return violation_; }

 private:
  void check(const JobEnded& fact, const Event& event);
  void check(const AttemptIntended& fact, const Event& event);
  void check(const AttemptEnded& fact, const Event& event);
  void check(const InstanceEnded& fact, const Event& event);
  void check(const InstanceRetrying& fact, const Event& event);
  template <class Other>
  void check(const Other& /*fact*/, const Event& /*event*/) {}

  void check_submission(const SessionKey& key);
  void check_dependencies(InstanceId instance);
  void check_alone(const SimulatedCluster::Session& session);
  void check_capacity(const SimulatedCluster::Session& session);
  [[nodiscard]] bool belongs_to_finally(InstanceId instance) const;
  [[nodiscard]] bool knows(InstanceId id) const {
    return status_ && id.value < status_->instances().size();
  }
  [[nodiscard]] std::string name(InstanceId id) const {
    return knows(id) ? status_->name(id) : "instance " + std::to_string(id.value);
  }
  [[nodiscard]] std::string name(const SessionKey& key) const {
    return name(key.instance) + " attempt " + std::to_string(key.attempt);
  }

  const SimulatedCluster& cluster_;
  std::vector<Event> events_{};
  std::optional<JobStatus> status_{};
  std::map<InstanceId, Instant> not_before_{};  // of the next attempt
  std::optional<std::string> violation_{};
};

// ---------------------------------------------------------------------------------------------

namespace detail {
/// What may still be noted of a job that has ended: what came late, and what people asked for while
/// its end was not durable.
inline bool changes_nothing(const Fact& fact) {
  return std::holds_alternative<LateIgnored>(fact) ||
         std::holds_alternative<JobCancelRequested>(fact) ||
         std::holds_alternative<JobPaused>(fact) || std::holds_alternative<JobResumed>(fact);
}
}  // namespace detail

inline void Invariants::durable(const Event& event) {
  if (const auto* started = std::get_if<JobStarted>(&event.fact)) {
    if (status_) broken("the job started twice");
    status_.emplace(started->job);
  }
  if (!status_) return broken("an event came before its job");
  const bool ended = is_terminal(status_->state());
  if (ended && !detail::changes_nothing(event.fact)) {
    broken("after the job's end came " + std::string(name_of(event.fact)));
  }
  InstanceId instance;
  Attempt attempt = 0;
  if (about(event.fact, instance, attempt) && !knows(instance)) {
    return broken("an event is about no instance of the job");
  }
  std::visit([&](const auto& fact) { check(fact, event); }, event.fact);
  events_.push_back(event);
  status_->apply(event);
}

inline void Invariants::check(const JobEnded& /*fact*/, const Event& event) {
  for (std::uint32_t i = 0; i < status_->instances().size(); ++i) {
    if (is_terminal(status_->instance({i}).state)) continue;
    broken("the job ended before " + name(InstanceId{i}));
  }
  for (const auto& [key, session] : cluster_.sessions()) {
    if (key.job == event.job && session.alive()) broken("the job ended and left " + name(key));
  }
}

inline void Invariants::check(const AttemptIntended& fact, const Event& event) {
  const InstanceStatus& instance = status_->instance(fact.instance);
  if (is_terminal(instance.state)) broken(name(fact.instance) + " has ended and is to go on");
  if (fact.attempt != instance.attempts + 1) broken(name(fact.instance) + " skips an attempt");
  const auto due = not_before_.find(fact.instance);
  if (due != not_before_.end() && event.time < due->second) {
    broken(name(fact.instance) + " is tried again too early");
  }
}

inline void Invariants::check(const AttemptEnded& fact, const Event& /*event*/) {
  const InstanceStatus& instance = status_->instance(fact.instance);
  const bool over = is_terminal(instance.state) || instance.state == InstanceState::retrying;
  if (over || fact.attempt != instance.attempts) {
    broken(name(fact.instance) + " attempt " + std::to_string(fact.attempt) + " ended twice");
  }
}

inline void Invariants::check(const InstanceEnded& fact, const Event& /*event*/) {
  if (!is_terminal(status_->instance(fact.instance).state)) return;
  broken(name(fact.instance) + " ended twice");
}

inline void Invariants::check(const InstanceRetrying& fact, const Event& event) {
  constexpr Duration longest = 1_h;  // the longest pause that a random job asks for is far below
  not_before_[fact.instance] = fact.until;
  if (fact.until < event.time || event.time + longest < fact.until) {
    broken(name(fact.instance) + " pauses until no time that its rule says");
  }
}

inline void Invariants::seen(const SimulatedCluster::Session& session) {
  if (!session.begun) return check_submission(session.spec.key);
  check_alone(session);
  check_capacity(session);
}

inline void Invariants::check_submission(const SessionKey& key) {
  if (!knows(key.instance)) return broken("a session was submitted of what is not durable");
  const InstanceStatus& instance = status_->instance(key.instance);
  if (instance.attempts != key.attempt)
    return broken(name(key) + " was submitted before its intent");
  if (is_terminal(instance.state)) broken(name(key) + " was submitted after its end");
  if (status_->cancelling() && !belongs_to_finally(key.instance)) {
    broken(name(key) + " was submitted after the cancel");
  }
  check_dependencies(key.instance);
}

inline bool Invariants::belongs_to_finally(InstanceId instance) const {
  const JobGraph& graph = status_->graphs().of(instance);
  if (graph.kind == GraphKind::finally) return true;
  return graph.owner != no_instance && belongs_to_finally(graph.owner);
}

namespace detail {
/// Whether an edge lets its target start, once its source is over.
inline bool lets_start(EdgeCondition condition, InstanceState source, bool failure_allowed) {
  const bool good =
      source == InstanceState::succeeded || (source == InstanceState::failed && failure_allowed);
  switch (condition) {
    case EdgeCondition::succeeded: return good;
    case EdgeCondition::failed: return source == InstanceState::failed;
    case EdgeCondition::succeeded_or_skipped: return good || source == InstanceState::skipped;
    case EdgeCondition::completed: return source != InstanceState::cancelled;
  }
  return false;
}
}  // namespace detail

inline void Invariants::check_dependencies(InstanceId instance) {
  const std::uint32_t graph = status_->graphs().index_of(instance);
  const PipelineJob& plan = *status_->graphs().at(graph).plan;
  for (const JobEdge& edge : plan.predecessors(status_->graphs().at(graph).task_of(instance))) {
    const InstanceState source = status_->task_state(graph, edge.task);
    const bool allowed = plan.task(edge.task).allow_failure;
    const bool over = is_terminal(source) || plan.task(edge.task).count == 0;
    if (over && detail::lets_start(edge.condition, source, allowed)) continue;
    broken(name(instance) + " began before what it depends on");
  }
}

inline void Invariants::check_alone(const SimulatedCluster::Session& session) {
  const SessionKey& key = session.spec.key;
  for (const auto& [other, running] : cluster_.sessions()) {
    const bool same = other.job == key.job && other.instance == key.instance;
    if (same && other != key && running.alive()) broken(name(key) + " is not alone");
  }
}

inline void Invariants::check_capacity(const SimulatedCluster::Session& session) {
  const std::string& place = session.place().node;
  for (const Node& node : cluster_.nodes()) {
    if (node.name != place) continue;
    for (const auto& [slot, most] : node.resources) {
      std::int64_t held = 0;
      for (const auto& [key, running] : cluster_.sessions()) {
        const Placement& where = running.place();
        if (running.alive() && where.node == place) held += where.granted.of(slot).raw;
      }
      if (held > most.raw) broken("node " + place + " holds more " + slot + " than it has");
    }
  }
}

inline void Invariants::told(std::size_t nth, const Event& event) {
  if (nth >= events_.size()) return broken("told before it was durable");
  const Event& kept = events_[nth];
  if (kept.time != event.time || kept.fact.index() != event.fact.index()) {
    broken("what was told is not what is durable");
  }
}

inline void Invariants::shown(std::size_t events, const JobStatus& status) {
  if (!status_) return broken("an engine shows what is not durable");
  JobStatus fold(status_->shared_job());
  for (std::size_t i = 0; i < events && i < events_.size(); ++i) fold.apply(events_[i]);
  bool same =
      fold.state() == status.state() && fold.instances().size() == status.instances().size();
  for (std::uint32_t i = 0; same && i < fold.instances().size(); ++i) {
    const InstanceStatus& a = fold.instance({i});
    const InstanceStatus& b = status.instance({i});
    same = a.state == b.state && a.attempts == b.attempts && a.cause == b.cause;
  }
  if (!same) broken("the state is not the fold of its events");
}

inline void Invariants::over() {
  if (!status_ || !is_terminal(status_->state())) return broken("the job never ended");
  for (const auto& [key, session] : cluster_.sessions()) {
    if (session.alive()) broken("a session was left: " + name(key));
  }
}

}  // namespace headway::inline v0::testing
