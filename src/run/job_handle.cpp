// The handle on a running job.
#include "engine.hpp"
#include "job_scope.hpp"
#include "log_tail.hpp"

#include <headway/run/job_handle.hpp>

#include <utility>

namespace headway::inline v0 {

JobHandle::JobHandle(std::shared_ptr<Engine> engine, std::shared_ptr<LiveJob> live)
    : engine_(std::move(engine)), live_(std::move(live)) {}

JobId JobHandle::id() const { return live_->record().id; }

const JobRecord& JobHandle::record() const { return live_->record(); }

JobStatus JobHandle::status() const {
  return live_->read([](const JobStatus& status) { return status; });
}

JobState JobHandle::state() const {
  return live_->read([](const JobStatus& status) { return status.state(); });
}

JobState JobHandle::wait() {
  engine_->drive(*live_, {});
  return state();
}

bool JobHandle::wait_for(Duration timeout) { return engine_->drive(*live_, timeout); }

void JobHandle::cancel() { engine_->cancel(id(), {}); }

void JobHandle::pause(Duration grace) { engine_->pause(id(), grace); }

Values JobHandle::outputs() const {
  return live_->read([&](const JobStatus& status) {
    return is_terminal(status.state()) ? job_outputs(status, id(), engine_->folders()) : Values{};
  });
}

Value JobHandle::resolved(const Value& value) const {
  return with_absolute_paths(value, engine_->folders());
}

Values JobHandle::succeeded_outputs() const {
  const std::string failure =
      live_->read([](const JobStatus& status) { return describe_failure(status); });
  if (!failure.empty()) throw Error("job " + to_string(id()) + ' ' + failure);
  return outputs();
}

std::string JobHandle::log(std::string_view instance, Attempt attempt, std::size_t limit) const {
  return live_->read([&](const JobStatus& status) {
    return log_tail(engine_->folders(), status, id(), instance, attempt, limit);
  });
}

}  // namespace headway::inline v0
