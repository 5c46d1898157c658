// Following a job that the engine of another process runs.
#include "cli/joined.hpp"

#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "cli/summary.hpp"

#include <headway/run/history.hpp>

#include <chrono>
#include <thread>
#include <utility>

namespace headway::cli {

namespace {

void wait_a_moment() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

}  // namespace

Joined::Joined(JoinedJob job, StoreOptions at) : job_(std::move(job)), at_(std::move(at)) {
  if (job_.is_there()) narrator_.emplace(at_.json, job_.id(), job_.status());
  const auto engine = store_owner(at_.store);
  if (at_.json) return;
  say("job " + to_string(job_.id()) +
      (engine ? ", run by the engine with pid " + std::to_string(engine->pid) : std::string()));
}

std::optional<int> Joined::follow() {
  for (;;) {
    look();
    if (job_.rests()) return sum_up();
    heed_interrupts();
    if (!job_.is_there() && seen_ > 0) return leave();
    wait_a_moment();
    if (!job_.is_orphaned()) continue;
    if (seen_ > 0) return leave();
    return {};
  }
}

void Joined::take_over() {
  job_.withdraw();
  look();
}

void Joined::look() {
  const bool known = job_.is_there();
  const auto news = job_.look();
  if (!known && job_.is_there()) {
    narrator_.emplace(at_.json, job_.id(), JobStatus(job_.status().shared_job()));
  }
  for (const Event& event : news) narrator_->see(event);
}

/// The first asks for a polite pause, the next for one at once.
void Joined::heed_interrupts() {
  const int now = interrupts();
  if (now == seen_) return;
  if (!job_.is_there()) {  // the engine may be about to start it
    job_.withdraw();
    for (int looks = 0; looks < 10 && !job_.is_there(); ++looks) {
      wait_a_moment();
      look();
    }
  }
  if (job_.is_there()) {
    job_.pause(now == 1 ? 10_s : 0_s);
    if (seen_ == 0) say("asked the engine to stop the sessions of this job; once more forces them");
  }
  seen_ = now;
}

int Joined::sum_up() {
  narrator_->finish();
  return summarise(History(at_.store, at_.data), job_.id(), job_.status(), at_);
}

/// Interrupted where there is nobody to pause the job.
int Joined::leave() {
  if (narrator_) narrator_->finish();
  if (job_.is_there()) {
    const std::string id = to_string(job_.id());
    say("no engine works on job " + id + "; go on with:  " + command_line("resume " + id, at_));
  } else {
    say("the job was not started");
  }
  return interrupted;
}

}  // namespace headway::cli
