// headway cancel: ask a job's engine to end it.
#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/run/clock.hpp>
#include <headway/run/history.hpp>
#include <headway/store/inbox.hpp>

#include <unistd.h>

#include <chrono>
#include <thread>

namespace headway::cli {

namespace {

/// Follows the job until it has ended, its engine has gone, or the user has had enough.
JobState follow_to_the_end(const History& history, JobId id) {
  JobState state = history.status(id).state();
  while (!is_terminal(state) && history.engine(id) && interrupts() == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    state = history.status(id).state();
  }
  return state;
}

}  // namespace

int cancel(const JobOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  JobState state = history.status(id).state();
  const bool ended = is_terminal(state);
  if (!ended) {
    catch_interrupts();
    write_request(options.at.store, {.kind = "cancel",
                                     .job = id,
                                     .fields = {{"by", std::to_string(::getuid())}},
                                     .time = SystemClock().now()});
    state = follow_to_the_end(history, id);
  }
  const std::string name = "job " + to_string(id);
  if (options.at.json) {
    print("{\"job\":\"" + to_string(id) + "\",\"state\":\"" + std::string(to_string(state)) +
          "\"}");
  }
  if (ended) {
    say(name + " has ended already: " + std::string(to_string(state)));
  } else if (is_terminal(state)) {
    say(name + ' ' + std::string(to_string(state)));
  } else if (history.engine(id)) {
    say("the request is recorded, and the engine is ending the job");
  } else {
    say("the request is recorded, and handled when an engine works on the job:  " +
        command_line("resume " + to_string(id), options.at));
  }
  return done;
}

}  // namespace headway::cli
