// headway run: a pipeline file, from its text to its end.
#include "cli/engine_session.hpp"
#include "cli/pipeline_file.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/error.hpp>
#include <headway/job/compile.hpp>
#include <headway/session/inventory.hpp>
#include <headway/view/text.hpp>

#include <utility>

namespace headway::cli {

namespace {

/// Everything that can be wrong is found here, before a store is made or touched.
int checked_run(const RunOptions& options) {
  const Pipeline pipeline = read_pipeline(options.file);
  Values params = read_params(pipeline, options.params_files, options.params);
  const auto job = compile(pipeline, {.params = params,
                                      .nodes = {inventory(parse_slots(options.slots))},
                                      .check_callables = true});
  if (options.dry_run) {
    print(text(*job));
    return done;
  }
  StartOptions start{
      .job_name = options.job_name, .slots = options.slots, .clean_env = options.clean_env};
  const Engagement engagement{.slots = options.slots,
                              .durability = options.durability,
                              .policy = options.policy,
                              .at = options.at};
  return drive(engagement, [&](Executor& executor) {
    return executor.start(pipeline, std::move(params), std::move(start));
  });
}

}  // namespace

int run(const RunOptions& options) {
  try {
    return checked_run(options);
  } catch (const InvalidPipeline& invalid) {
    if (options.at.json) print(to_json(invalid.diagnostics()));
    return report(invalid.diagnostics());
  }
}

}  // namespace headway::cli
