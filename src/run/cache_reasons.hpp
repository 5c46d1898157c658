// Reasons that lie in the cache: whose result was used, or which part of the key is another.
#pragma once

#include <headway/run/explanation.hpp>
#include <headway/run/history.hpp>

#include <vector>

namespace headway::inline v0 {

/// Adds to what is known of an instance the key it had, and why that was a hit or a miss: compared
/// with the newest job of the same pipeline before it in which an instance of that name had a key.
/// Nothing when it has none.
void explain_cache(const History& history, JobId id, const std::vector<Event>& events,
                   InstanceId instance, Explanation& explained);

}  // namespace headway::inline v0
