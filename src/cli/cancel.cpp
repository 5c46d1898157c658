// headway cancel: ask a job's engine to end it.
#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/run/clock.hpp>
#include <headway/run/follower.hpp>
#include <headway/run/history.hpp>
#include <headway/store/inbox.hpp>

#include <unistd.h>

#include <chrono>
#include <thread>

namespace headway::cli {

namespace {

/// Follows the job until it has ended, its engine has gone, or the user has had enough.
void follow_to_the_end(Follower& job) {
  while (!is_terminal(job.status().state()) && job.engine() && interrupts() == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    job.read();
  }
}

}  // namespace

int cancel(const JobOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  Follower job(history.reader(), id);
  job.read();
  const bool ended = is_terminal(job.status().state());
  if (!ended) {
    catch_interrupts();
    write_request(options.at.store, {.kind = "cancel",
                                     .job = id,
                                     .fields = {{"by", std::to_string(::getuid())}},
                                     .time = SystemClock().now()});
    follow_to_the_end(job);
  }
  const JobState state = job.status().state();
  const std::string name = "job " + to_string(id);
  if (options.at.json) {
    print("{\"job\":\"" + to_string(id) + "\",\"state\":\"" + std::string(to_string(state)) +
          "\"}");
  }
  if (ended) {
    say(name + " has ended already: " + std::string(to_string(state)));
  } else if (is_terminal(state)) {
    say(name + ' ' + std::string(to_string(state)));
  } else if (job.engine()) {
    say("the request is recorded, and the engine is ending the job");
  } else {
    say("the request is recorded, and handled when an engine works on the job:  " +
        command_line("resume " + to_string(id), options.at));
  }
  return done;
}

}  // namespace headway::cli
