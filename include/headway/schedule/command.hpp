// Commands: what the scheduler asks for.
#pragma once

#include <headway/event/event.hpp>

#include <cstdint>
#include <variant>

namespace headway::inline v0 {

/// Record the intent to run this attempt. Its session may start once the intent is durable.
struct IntendAttempt {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
};

/// Start the session of an intended attempt: its resources are taken from now on. In a line, when
/// one of its places is free: as many sessions of it run at a time as it has places by now.
struct LaunchSession {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
  std::shared_ptr<const Placement> placement{};
  std::uint64_t line = 0;  // 0: none, it starts at once
  std::uint32_t places = 0;
};

/// Take a session out of its line, if it has not begun: AttemptAbsent tells.
struct RecallSession {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
};

/// Stop a session; its end is then recorded with this cause.
struct StopSession {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
  Cause why{};
};

/// What only the values of a job can say.
enum class Question : std::uint8_t {
  begin,  // may it begin, and with what: InstanceAdmitted, GraphAdded, InstanceWaiting, or its end
  graph_over,  // its graph has ended well: the next round, or its end
  time_is_up,  // it has waited for its time: GraphAdded, or its end
  retry,       // what the next attempt asks for: InstanceRetrying, or its end
  heartbeat,   // has its session given a sign of life? If not, it is stopped
};

/// Find out, and record what came of it.
struct Evaluate {
  JobId job{};
  InstanceId instance{};
  Question question = Question::begin;
  Attempt attempt = 0;     // of retry and heartbeat
  std::uint32_t rule = 0;  // of retry
  Cause cause{};           // of retry: why the attempt failed
  Instant until{};         // of retry: when the next attempt may be made
};

/// Record a decision: GraphAdded, InstanceRetrying, InstanceEnded or JobEnded.
struct Decide {
  JobId job{};
  Fact fact{};
};

using Command =
    std::variant<IntendAttempt, LaunchSession, RecallSession, StopSession, Evaluate, Decide>;

}  // namespace headway::inline v0
