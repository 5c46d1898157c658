// The dispatcher: which waiting instance gets what, and who holds it.
#pragma once

#include <headway/base/planted.hpp>
#include <headway/schedule/command.hpp>
#include <headway/schedule/owner_table.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/schedule/scheduled_job.hpp>
#include <headway/schedule/timers.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Owns the pool and what is held of it. Every change of an instance's phase goes through `move`,
/// which counts the intents that are ahead of their resources.
class Dispatcher {
 public:
  Dispatcher(SchedulePolicy policy, std::unique_ptr<NodeChoice> choice)
      : policy_(std::move(policy)),
        pool_(std::move(choice)),
        owners_(policy_.sharing, policy_.quotas) {}

  [[nodiscard]] const SchedulePolicy& policy() const { return policy_; }
  [[nodiscard]] Pool& pool() { return pool_; }
  [[nodiscard]] const OwnerTable& owners() const { return owners_; }
  [[nodiscard]] std::uint32_t owner_of(std::string_view name) {
    return owners_.number_of(name, pool_);
  }
  void set_nodes(const std::vector<Node>& nodes);

  void move(InstanceRecord& record, Phase to) { move(record, to, record.hold); }
  /// Gives back what the instance holds, if it does, or passes it on to its successor.
  void release(ScheduledJob& job, InstanceId id);
  /// The session of the instance began, and has ended: says whether those like it are short.
  void began(InstanceRecord& record, Instant at);
  void ended(ScheduledJob& job, InstanceId id, Instant at);
  /// The launched instance was taken out of its line: it is nobody's successor any more.
  void called_back(ScheduledJob& job, InstanceId id);
  /// Sets aside what a session found again holds; without a placement, what its class asks for.
  void retake(ScheduledJob& job, InstanceId id, const Placement* placement);

  /// The jobs are asked anew, in the order in which they are served.
  void begin_turn(Instant now);
  /// Before a job is asked: what its owner has let go of may admit more of it.
  void meet(ScheduledJob& job);
  /// The serial number of the job that a machine is kept for.
  [[nodiscard]] std::optional<std::uint32_t> kept_for() const;
  /// The start for which it was kept, once it fits. It is kept no longer when nothing waits for it.
  std::optional<Command> next_kept(ScheduledJob& job);
  void end_reservation() { pool_.end_reservation(); }
  /// Whether the job's first ready instance may be intended, and is served before the one that
  /// would be launched.
  [[nodiscard]] bool ready_comes_first(ScheduledJob& job);
  /// The first recorded intent of the job whose resources are free: takes them.
  std::optional<InstanceId> next_launch(ScheduledJob& job);
  /// The first ready instance of the job that could start now, for which the resources are set
  /// aside, or that is among the next that may be ahead.
  std::optional<IntendAttempt> next_intent(ScheduledJob& job);
  /// The same, only of those that could start now.
  std::optional<IntendAttempt> next_start(ScheduledJob& job);
  /// The launch of an instance that holds its resources already.
  LaunchSession launch(ScheduledJob& job, InstanceId id);
  /// The launch of an intent that would be the next to get what short sessions of its class hold.
  std::optional<LaunchSession> next_successor(ScheduledJob& job);
  /// Whether sessions that may have successors have been short at all.
  [[nodiscard]] bool knows_short_sessions() const { return any_brief_; }
  [[nodiscard]] static const Successor* first_waiting(ScheduledJob& job, Succession& of);

 private:
  struct Hold {
    Grant grant;
    std::shared_ptr<const Placement> placement{};  // of the grant, once asked for
    LineKind line = LineKind::none;                // passed on to a successor in it
    std::optional<Instant> began{};                // when its session did
    Instant ends{};                                // when it is expected to; 0: unknown
  };

  void move(InstanceRecord& record, Phase to, std::uint32_t hold);
  /// A class of a job that waits for room.
  struct Head {
    std::uint32_t job = 0;  // its serial number
    std::uint32_t number = LineTree::no_class;
    DemandId demand{};
    friend bool operator==(const Head&, const Head&) = default;
  };

  [[nodiscard]] bool admits(const ScheduledJob& job, const DispatchClass& of) const;
  bool refuses(ScheduledJob& job, std::uint32_t number, Phase phase);
  std::optional<std::uint32_t> take(ScheduledJob& job, std::uint32_t number, Phase phase);
  std::uint32_t keep(ScheduledJob& job, DispatchClass& of, Grant grant, Duration estimate = {});
  static InstanceId pop(ScheduledJob& job, std::uint32_t number, Phase phase);
  [[nodiscard]] Instant expected_end(Duration estimate) const {
    return estimate.us > 0 ? later(now_, estimate) : Instant{};
  }
  /// Where sessions are short, a commit is to hold the intents of many.
  [[nodiscard]] std::uint32_t most_ahead() const {
    const bool more = any_brief_ && policy_.successors > policy_.intents_ahead;
    return more ? policy_.successors : policy_.intents_ahead;
  }
  bool pass_on(ScheduledJob& job, Succession& succession, std::uint32_t number);
  void join_line(ScheduledJob& job, InstanceId id, LaunchSession& launch);
  [[nodiscard]] static bool may_wait_in_line(const ScheduledJob& job, InstanceId id);
  [[nodiscard]] bool is_outranked(ScheduledJob& job, std::uint32_t number) const;
  [[nodiscard]] Instant shadow() const;
  static Head head_of(ScheduledJob& job, Phase phase);
  bool may_pass(ScheduledJob& job, std::uint32_t number, Phase phase);
  IntendAttempt intend(ScheduledJob& job, std::uint32_t number, std::uint32_t hold);

  SchedulePolicy policy_;
  Pool pool_;
  OwnerTable owners_;
  std::vector<std::optional<Hold>> holds_;  // by number; empty ones are in spare_
  std::vector<std::uint32_t> spare_;        // numbers of holds given back
  std::uint32_t ahead_ = 0;                 // instances whose record is `ahead`
  std::uint64_t lines_ = 0;                 // numbers given to successions
  bool any_brief_ = false;                  // of all successions, ever
  Head met_;                                // the first of this turn that had no room
  Head passed_;                             // what was passed over last, or is kept for
  std::uint32_t passes_ = 0;                // how often
  std::uint64_t tried_at_ = 0;              // the pool's `changes` when it last did not fit
  Instant now_{};
  Instant shadow_{};  // when what is kept for is expected to fit; 0: unknown
};

// ---------------------------------------------------------------------------------------------

inline void Dispatcher::move(InstanceRecord& record, Phase to, std::uint32_t hold) {
  if (record.ahead()) --ahead_;
  record.phase = to;
  record.hold = hold;
  if (record.ahead()) ++ahead_;
}

inline void Dispatcher::set_nodes(const std::vector<Node>& nodes) {
  pool_.set_nodes(nodes);
  owners_.measure_by(pool_.machines());
}

inline void Dispatcher::meet(ScheduledJob& job) {
  if (!owners_.counts() || job.releases == owners_.releases(job.owner_number)) return;
  job.releases = owners_.releases(job.owner_number);
  job.lines().admit_anew();
}

inline void Dispatcher::begin_turn(Instant now) {
  met_ = {};
  now_ = now;
  if (pool_.reservation().kept()) pool_.set_gap(shadow_ > now ? shadow_ - now : Duration{});
}

inline std::uint32_t Dispatcher::keep(ScheduledJob& job, DispatchClass& of, Grant grant,
                                      Duration estimate) {
  job.lines().hold(of);
  owners_.hold(job.owner_number, pool_[grant.demand()]);
  if (spare_.empty()) {
    spare_.push_back(static_cast<std::uint32_t>(holds_.size()));
    holds_.emplace_back();
  }
  const std::uint32_t number = spare_.back();
  spare_.pop_back();
  holds_[number] = Hold{.grant = std::move(grant), .ends = expected_end(estimate)};
  return number;
}

inline void Dispatcher::release(ScheduledJob& job, InstanceId id) {
  InstanceRecord& record = job.record(id);
  if (record.hold == no_hold) return;
  const std::uint32_t number = record.hold;
  move(record, record.phase, no_hold);
  DispatchClass& of = job.class_of(id);
  const LineKind line = holds_[number]->line;
  if (line != LineKind::none && pass_on(job, of.succession(line), number)) return;
  owners_.let_go(job.owner_number, pool_[holds_[number]->grant.demand()]);
  pool_.release(std::move(holds_[number]->grant));
  if (planted("double_release")) pool_.release(std::move(holds_[number]->grant));
  holds_[number].reset();
  spare_.push_back(number);
  job.lines().let_go(of);
}

inline void Dispatcher::retake(ScheduledJob& job, InstanceId id, const Placement* placement) {
  InstanceRecord& record = job.record(id);
  if (record.hold != no_hold) return;
  DispatchClass& of = job.class_of(id);
  std::optional<Grant> grant;
  if (placement == nullptr) grant = pool_.acquire(of.demand);
  if (!grant) {
    const Placement guess{.node = std::string(pool_.first_node()),
                          .granted = pool_[of.demand].words};
    grant = pool_.retake(placement != nullptr ? *placement : guess);
  }
  move(record, record.phase, keep(job, of, std::move(*grant)));
}

inline bool Dispatcher::admits(const ScheduledJob& job, const DispatchClass& of) const {
  return !owners_.counts() || owners_.admits(job.owner_number, pool_[of.demand]);
}

/// Parks the class where a cap of its job, or the quota of the owner, does not admit one more.
inline bool Dispatcher::refuses(ScheduledJob& job, std::uint32_t number, Phase phase) {
  const DispatchClass& of = job.lines().at(number);
  const std::uint32_t group = job.lines().refusing(of);
  if (group == 0 && admits(job, of)) return false;
  job.lines().park(number, phase, group);
  return true;
}

/// The number of a fresh hold; nothing, and the class is parked or blocked, when it does not fit.
inline std::optional<std::uint32_t> Dispatcher::take(ScheduledJob& job, std::uint32_t number,
                                                     Phase phase) {
  LineTree& tree = job.lines().tree(phase);
  if (tree.state(number) == LineTree::parked) return {};
  if (refuses(job, number, phase)) return {};
  DispatchClass& of = job.lines().at(number);
  const Duration estimate = job.estimate(number, phase);
  auto grant = pool_.acquire(of.demand);
  if (!grant && pool_.fits_in_gap(of.demand, estimate)) grant = pool_.acquire_kept(of.demand);
  if (!grant) return tree.set_state(number, LineTree::blocked), std::nullopt;
  if (!may_pass(job, number, phase)) {
    pool_.release(std::move(*grant));
    shadow_ = shadow();
    pool_.set_gap(shadow_ > now_ ? shadow_ - now_ : Duration{});
    return {};
  }
  return keep(job, of, std::move(*grant), estimate);
}

inline InstanceId Dispatcher::pop(ScheduledJob& job, std::uint32_t number, Phase phase) {
  const InstanceId id = instance_of(job.lines().at(number).line(phase).top());
  job.lines().pop(number, phase);
  return id;
}

inline IntendAttempt Dispatcher::intend(ScheduledJob& job, std::uint32_t number,
                                        std::uint32_t hold) {
  const InstanceId id = pop(job, number, Phase::ready);
  InstanceRecord& record = job.record(id);
  move(record, Phase::asked, hold);
  return {.job = job.id(), .instance = id, .attempt = record.attempt + 1};
}

inline LaunchSession Dispatcher::launch(ScheduledJob& job, InstanceId id) {
  InstanceRecord& record = job.record(id);
  move(record, Phase::launched);
  Hold& hold = *holds_[record.hold];
  if (!hold.placement) {
    hold.placement = std::make_shared<const Placement>(pool_.placement_of(hold.grant));
  }
  LaunchSession launch{
      .job = job.id(), .instance = id, .attempt = record.attempt, .placement = hold.placement};
  if (policy_.successors > 0 && job.task_of(id).line != LineKind::none) join_line(job, id, launch);
  return launch;
}

inline std::optional<InstanceId> Dispatcher::next_launch(ScheduledJob& job) {
  std::uint32_t number = LineTree::no_class;
  while (ahead_ != 0 && (number = job.first_to_try(Phase::intended, pool_)) != LineTree::no_class) {
    const auto hold = take(job, number, Phase::intended);
    if (!hold) continue;
    const InstanceId id = pop(job, number, Phase::intended);
    move(job.record(id), Phase::intended, *hold);
    return id;
  }
  if (met_ == Head{}) met_ = head_of(job, Phase::intended);
  return {};
}

inline bool Dispatcher::ready_comes_first(ScheduledJob& job) {
  if (ahead_ == 0 || ahead_ >= most_ahead()) return false;
  const std::uint32_t ready = job.first(Phase::ready);
  if (ready == LineTree::no_class) return false;
  LineTree& tree = job.lines().tree(Phase::intended);
  while (true) {
    const std::uint32_t next = job.first_to_try(Phase::intended, pool_);
    if (next == LineTree::no_class) return false;
    if (refuses(job, next, Phase::intended)) continue;
    const DispatchClass& of = job.lines().at(next);
    if (pool_.fits(of.demand) ||
        pool_.fits_in_gap(of.demand, job.estimate(next, Phase::intended))) {
      return job.lines().tree(Phase::ready).key(ready) < tree.key(next);
    } else {
      tree.set_state(next, LineTree::blocked);
    }
  }
}

inline std::optional<IntendAttempt> Dispatcher::next_start(ScheduledJob& job) {
  std::uint32_t number = LineTree::no_class;
  while ((number = job.first_to_try(Phase::ready, pool_)) != LineTree::no_class) {
    if (const auto hold = take(job, number, Phase::ready)) return intend(job, number, *hold);
  }
  return {};
}

inline std::optional<IntendAttempt> Dispatcher::next_intent(ScheduledJob& job) {
  while (true) {
    const bool more = ahead_ < most_ahead();
    const std::uint32_t number =
        more ? job.first(Phase::ready) : job.first_to_try(Phase::ready, pool_);
    if (number == LineTree::no_class) break;
    const auto hold = take(job, number, Phase::ready);
    if (hold || more) return intend(job, number, hold.value_or(no_hold));
  }
  if (met_ == Head{}) met_ = head_of(job, Phase::ready);
  return {};
}

}  // namespace headway::inline v0

// Its parts; each includes this header, so that any can come first.
#include <headway/schedule/dispatcher_lines.hpp>
#include <headway/schedule/dispatcher_room.hpp>
