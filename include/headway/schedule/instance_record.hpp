// What the scheduler keeps of one instance.
#pragma once

#include <headway/base/id.hpp>
#include <headway/event/state.hpp>

#include <cstdint>

namespace headway::inline v0 {

/// Where an instance is on its way, as the scheduler sees it.
///
///     pending → ready → asked → intended → launched → running → attempt_over → ended
///        ↓        ↑                ↓ resume ↑ absent      ↓ stop        ↓ decided
///      asking ────┤             uncertain ──┘          stopping      retrying
///      ↓ ↑ ↓ ↑    └────────────────────────────────────────────────────┘
///    inside waiting
enum class Phase : std::uint8_t {
  pending,       // edges are open, or it is a join whose success is being recorded
  asking,        // Evaluate was issued
  waiting,       // for a person, a time, or the next round
  inside,        // a graph of its own goes on
  ready,         // in its class's line
  asked,         // IntendAttempt was issued
  intended,      // the intent is recorded; its session may be launched
  uncertain,     // intended before a resume: whether its session started is being looked up
  launched,      // LaunchSession was issued, or its session was found
  running,       // its session has started
  stopping,      // StopSession was issued
  parked,        // its session is over, and a callback is to bring its result
  attempt_over,  // the attempt failed; a decision is due
  decided,       // the decision was issued
  retrying,      // between attempts
  ended,
};

inline constexpr std::uint32_t no_hold = UINT32_MAX;

/// One instance in twelve bytes. A value.
struct InstanceRecord {
  Attempt attempt = 0;           // the present or last one
  std::uint32_t hold = no_hold;  // what it holds of the pool
  std::uint16_t failures = 0;    // attempts that used a retry of the first rule
  std::uint8_t losses = 0;       // attempts in a row that used none: node lost, preempted
  Phase phase = Phase::pending;

  /// Its session may exist, as far as anyone knows.
  [[nodiscard]] bool live() const {
    return phase == Phase::launched || phase == Phase::running || phase == Phase::stopping;
  }
  /// Launched behind another, whose resources it has not taken over yet.
  [[nodiscard]] bool succeeds_another() const { return live() && hold == no_hold; }
  /// It is intended, and its session has not been heard of.
  [[nodiscard]] bool awaited() const {
    return phase == Phase::intended || phase == Phase::uncertain;
  }
  /// It waits for its start since attempt `last` ended; since it became ready where that is 0.
  [[nodiscard]] bool queues(Attempt last) const {
    if (awaited()) return attempt == last + 1;
    return (phase == Phase::ready || phase == Phase::asked) && attempt == last;
  }
  /// Counts losses in a row.
  void count_loss(bool lost) {
    if (!lost) losses = 0;
    if (lost && losses < UINT8_MAX) ++losses;
  }
  /// An intent was asked for or recorded, and no resources are set aside for it.
  [[nodiscard]] bool ahead() const {
    return (phase == Phase::asked || phase == Phase::intended) && hold == no_hold;
  }
  /// No session of it can exist, and no decision about it is under way.
  [[nodiscard]] bool idle() const {
    return (phase <= Phase::intended && phase != Phase::inside) || phase == Phase::parked ||
           phase == Phase::retrying;
  }
};
static_assert(sizeof(InstanceRecord) == 12);

}  // namespace headway::inline v0
