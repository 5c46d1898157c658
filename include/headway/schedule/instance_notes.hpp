// What is true of few instances, kept beside the records of all.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/event/state.hpp>

#include <cstdint>
#include <map>
#include <utility>

namespace headway::inline v0 {

/// Maps that are empty in most jobs, so that what is rare costs the others nothing. A value.
class InstanceNotes {
 public:
  /// Counts a failure under a retry rule that is not the first: how many it has been.
  std::uint32_t count_retry(InstanceId id, std::uint32_t rule) { return ++retries_[{id, rule}]; }

  /// It has taken too long: `timeout_deadline`, or `timeout_queue` while its intent is looked up.
  void set_overdue(InstanceId id, Cause::Kind why);
  /// `none` when it has not.
  [[nodiscard]] Cause::Kind overdue(InstanceId id) const;
  /// A session that was found after all has not queued for too long.
  void forgive_queue(InstanceId id);

  /// Until when it waits, of those whose waiting has an end.
  void set_until(InstanceId id, Instant until) { until_[id] = until; }
  [[nodiscard]] bool waits_until(InstanceId id, Instant until) const;

 private:
  std::map<std::pair<InstanceId, std::uint32_t>, std::uint32_t> retries_;  // used, by rule
  std::map<InstanceId, Cause::Kind> overdue_;
  std::map<InstanceId, Instant> until_;
};

// ---------------------------------------------------------------------------------------------

inline void InstanceNotes::set_overdue(InstanceId id, Cause::Kind why) {
  Cause::Kind& known = overdue_[id];
  if (known != Cause::Kind::timeout_deadline) known = why;
}

inline Cause::Kind InstanceNotes::overdue(InstanceId id) const {
  if (overdue_.empty()) return Cause::Kind::none;
  const auto found = overdue_.find(id);
  return found == overdue_.end() ? Cause::Kind::none : found->second;
}

inline void InstanceNotes::forgive_queue(InstanceId id) {
  if (overdue(id) == Cause::Kind::timeout_queue) overdue_.erase(id);
}

inline bool InstanceNotes::waits_until(InstanceId id, Instant until) const {
  const auto found = until_.find(id);
  return found != until_.end() && found->second == until;
}

}  // namespace headway::inline v0
