// The bodies of events that come by the million, encoded once and filled in.
#pragma once

#include <headway/event/codec.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// What `encode` gives, where it is mostly the same as last time: but for the numbers of instance
/// and attempt, which come first. One thread at a time.
class EventBodies {
 public:
  /// Borrowed until the next call.
  std::string_view of(const Fact& fact);

 private:
  std::string_view of(const SessionAccepted& fact, const Fact& whole);
  std::string_view of(const SessionStarted& fact, const Fact& whole);
  std::string_view filled(std::string& rest, InstanceId instance, Attempt attempt,
                          const Fact& whole);

  std::string body_;
  std::string intended_;  // what follows the numbers; empty: not known
  std::string accepted_;
  std::shared_ptr<const Placement> placement_;  // of accepted_
  std::string handle_;                          // as well
  std::string started_;
  std::string isolation_;  // of started_
};

}  // namespace headway::inline v0
