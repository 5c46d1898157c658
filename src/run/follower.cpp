// Following a job by reading.
#include "remake.hpp"

#include <headway/run/follower.hpp>

#include <variant>

namespace headway::inline v0 {

Follower::Follower(const StoreReader& reader, JobId id)
    : reader_(&reader), record_(record_in(reader, id)), status_(remake(record_)) {}

std::vector<Event> Follower::read() {
  std::vector<Event> news;
  taken_ = reader_->follow(record_.id, status_.shared_job(), taken_, news);
  for (const Event& event : news) {
    status_.apply(event);
    const bool taken_up = std::holds_alternative<JobStarted>(event.fact) ||
                          std::holds_alternative<JobResumed>(event.fact);
    if (taken_up) taken_up_ = event.time;
  }
  return news;
}

std::optional<StoreOwner> Follower::engine() const {
  auto owner = store_owner(reader_->root());
  return owner && owner->since <= taken_up_ ? owner : std::nullopt;
}

}  // namespace headway::inline v0
