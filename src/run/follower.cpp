// Following a job by reading.
#include "remake.hpp"

#include <headway/run/follower.hpp>

namespace headway::inline v0 {

Follower::Follower(const StoreReader& reader, JobId id)
    : reader_(&reader), record_(record_in(reader, id)), status_(remake(record_)) {}

std::vector<Event> Follower::read() {
  std::vector<Event> news;
  taken_ = reader_->follow(record_.id, status_.shared_job(), taken_, news);
  for (const Event& event : news) status_.apply(event);
  return news;
}

}  // namespace headway::inline v0
