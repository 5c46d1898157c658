// headway resume: go on with a job where it stopped.
#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "cli/summary.hpp"
#include "cli/verbs.hpp"

#include <headway/run/history.hpp>
#include <headway/run/store_config.hpp>

#include <utility>

namespace headway::cli {

namespace {

/// A job that has ended is told about, and nothing is changed.
int already_ended(JobId id, JobState state, const StoreOptions& at) {
  if (state == JobState::succeeded) {
    say("job " + to_string(id) + " has succeeded already");
    return done;
  }
  const char* how = state == JobState::cancelled ? " was cancelled" : " has failed";
  say("job " + to_string(id) + how + "; a job that has ended is not resumed; run it again with:  " +
      command_line("rerun " + to_string(id), at));
  return job_failed;
}

}  // namespace

int resume(const ResumeOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  const JobState state = history.status(id).state();
  if (is_terminal(state) && options.at.json) {
    return summarise(history, id, history.status(id), options.at);
  }
  if (is_terminal(state)) return already_ended(id, state, options.at);
  const JobRecord record = history.record(id);
  const StoreConfig config = store_config(options.at.store);
  SchedulePolicy policy = config.policy;
  policy.order = parse_order(record.order).value_or(policy.order);
  const Engagement engagement{.slots = options.slots.empty() ? record.slots : options.slots,
                              .durability = config.durability,
                              .policy = std::move(policy),
                              .at = options.at};
  return drive(engagement,
               {.begin = [&](Executor& executor) { return executor.resume(id); },
                .join = [&] { return JoinedJob::resume(options.at.store, id, options.at.data); }});
}

}  // namespace headway::cli
