// headway rerun: a new job of an ended one's pipeline, which reuses what succeeded.
#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/history.hpp>
#include <headway/run/store_config.hpp>

#include <utility>

namespace headway::cli {

namespace {

int checked_rerun(const RerunVerbOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  const JobRecord record = history.record(id);
  const StoreConfig config = store_config(options.at.store);
  SchedulePolicy policy = config.policy;
  policy.order = parse_order(record.order).value_or(policy.order);
  const std::string& slots = options.slots.empty() ? record.slots : options.slots;
  const RerunOptions how{.from = options.from, .slots = slots};
  const Engagement engagement{.slots = slots,
                              .durability = config.durability,
                              .policy = std::move(policy),
                              .at = options.at};
  return drive(
      engagement,
      {.begin = [&](Executor& executor) { return executor.rerun(id, how); },
       .join = [&] { return JoinedJob::rerun(options.at.store, id, how, options.at.data); }});
}

}  // namespace

int rerun(const RerunVerbOptions& options) {
  try {
    return checked_rerun(options);
  } catch (const InvalidPipeline& invalid) {
    if (options.at.json) print(to_json(invalid.diagnostics()));
    return report(invalid.diagnostics());
  }
}

}  // namespace headway::cli
