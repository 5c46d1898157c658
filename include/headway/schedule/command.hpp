// Commands: what the scheduler asks for.
#pragma once

#include <headway/event/event.hpp>

#include <variant>

namespace headway::inline v0 {

/// Record the intent to run this attempt. Its session may start once the intent is durable.
struct IntendAttempt {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
};

/// Start the session of an intended attempt: its resources are taken from now on.
struct LaunchSession {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
  Placement placement{};
};

/// Stop a session; its end is then recorded with this cause.
struct StopSession {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
  Cause why{};
};

/// Record a decision: InstanceRetrying, InstanceEnded or JobEnded.
struct Decide {
  JobId job{};
  Fact fact{};
};

using Command = std::variant<IntendAttempt, LaunchSession, StopSession, Decide>;

}  // namespace headway::inline v0
