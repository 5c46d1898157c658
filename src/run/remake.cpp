// Remaking a job from its record.
#include "remake.hpp"

#include <headway/base/error.hpp>
#include <headway/event/codec.hpp>
#include <headway/job/compile.hpp>
#include <headway/job/expression.hpp>
#include <headway/yaml/load.hpp>

#include <algorithm>

namespace headway::inline v0 {

JobRecord record_in(const StoreReader& store, JobId id) {
  const auto records = store.jobs();
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const JobRecord& record) { return record.id == id; });
  if (found == records.end()) throw Error("the store has no job " + to_string(id));
  return *found;
}

std::shared_ptr<const PipelineJob> remake(const JobRecord& record) {
  Pipeline pipeline = yaml::load(record.pipeline, record.pipeline_name + ".yaml");
  pipeline.folder = record.folder;
  attach_children(pipeline, record.children);
  const Value params = yaml::load_value(record.params, "params of " + to_string(record.id));
  const auto* values = params.get_if<Values>();
  return compile(pipeline, {.params = values != nullptr ? *values : Values{}});
}

std::shared_ptr<const PipelineJob> remake(const JobRecord& record, const Callables& callables) {
  auto job = remake(record);
  for (const Task& task : job->pipeline().tasks) {
    const auto* call = std::get_if<CallBody>(&task.body);
    const std::string target = call == nullptr ? std::string() : call->target.value;
    if (!target.starts_with("cpp:") || has_expression(target)) continue;
    const std::string name = target.substr(4);
    if (!callables.find(name)) {
      throw Error(
          "job " + to_string(record.id) + " calls \"" + name +
          "\", which this program does not register; resume it from the application that does");
    }
  }
  return job;
}

}  // namespace headway::inline v0
