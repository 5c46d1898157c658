// headway run: a pipeline file, from its text to its end.
#include "cli/engine_session.hpp"
#include "cli/pipeline_file.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>
#include <headway/job/order.hpp>
#include <headway/run/store_config.hpp>
#include <headway/session/inventory.hpp>
#include <headway/session/local.hpp>
#include <headway/store/owner.hpp>
#include <headway/view/text.hpp>
#include <headway/yaml/save.hpp>

#include <nlohmann/json.hpp>

#include <utility>

namespace headway::cli {

namespace {

std::string planned_json(const PipelineJob& job) {
  using Json = nlohmann::ordered_json;
  auto instances = Json::array();
  for (const InstanceId id : graph_order(job)) {
    instances.push_back(
        {{"id", job.instance_name(id)}, {"task", job.written(job.task_of(id)).name}});
  }
  const Json json{{"pipeline", job.name()},
                  {"version", hex(yaml::version(job.pipeline()))},
                  {"params", Json::parse(to_json(Value(job.params())))},
                  {"instances", std::move(instances)}};
  return json.dump();
}

/// A name that other verbs can be given, and that stays in its line of a list.
void check_job_name(const std::string& name) {
  constexpr std::size_t longest = 200;  // bytes
  if (name == "last") throw UsageError("--job-name: last means the newest job; choose another");
  if (name.size() > longest || printable(name) != name) {
    throw UsageError("--job-name: a name is one line of at most 200 bytes");
  }
}

SchedulePolicy policy_of(const RunOptions& options, const StoreConfig& config) {
  SchedulePolicy policy = config.policy;
  policy.order = parse_order(options.policy).value_or(policy.order);
  return policy;
}

Durability durability_of(const RunOptions& options, const StoreConfig& config) {
  if (options.durability.empty()) return config.durability;
  return options.durability == "relaxed" ? Durability::relaxed : Durability::full;
}

/// Everything that can be wrong is found here, before a store is made or touched.
int checked_run(const RunOptions& options) {
  check_job_name(options.job_name);
  const StoreConfig config = store_config(options.at.store);
  StoreOptions at = options.at;
  if (at.data.empty()) at.data = config.data;
  const Pipeline pipeline = read_pipeline(options.file);
  const Values params = read_params(pipeline, options.params_files, options.params);
  const Resources slots = config.slots_with(parse_slots(options.slots));
  const bool joins = !options.dry_run && store_owner(options.at.store);  // then its pool counts
  CompileOptions start_here{.params = params, .check_callables = true};
  if (!joins) {
    start_here.nodes = {inventory(slots)};
    start_here.quota = quota_of(config.policy.quotas, owner_of({})).max_slots;
    start_here.backend = "local";
    start_here.capabilities = local_capabilities();
  }
  const auto job = compile(pipeline, start_here);
  if (options.dry_run) {
    print(options.at.json ? planned_json(*job) : text(*job));
    return done;
  }
  const StartOptions start{.job_name = options.job_name,
                           .slots = options.slots,
                           .clean_env = options.clean_env || config.clean_env,
                           .no_cache = options.no_cache || config.no_cache};
  const Engagement engagement{.slots = options.slots,
                              .durability = durability_of(options, config),
                              .policy = policy_of(options, config),
                              .at = at};
  return drive(
      engagement,
      {.begin = [&](Executor& executor) { return executor.start(pipeline, params, start); },
       .join = [&] { return JoinedJob::start(at.store, pipeline, params, start, at.data); }});
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
