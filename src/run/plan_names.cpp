// Names of durations against the names of a job.
#include "plan_names.hpp"

#include <headway/base/diagnostic.hpp>
#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/task_history.hpp>

#include <set>
#include <utility>
#include <vector>

namespace headway::inline v0 {

void require_names(const std::map<std::string, Spanned<Duration>>& durations,
                   const JobGraphs& graphs) {
  if (durations.empty()) return;
  std::set<std::string> paths;
  for (std::uint32_t i = 0; i < graphs.instance_count(); ++i) {
    if (graphs.of_owner({i}).empty()) paths.insert(task_path(graphs, {i}));
  }
  Diagnostics found;
  for (const auto& [name, duration] : durations) {
    const auto instance = graphs.find(name);
    if (paths.contains(name) || (instance && graphs.of_owner(*instance).empty())) continue;
    const std::vector<std::string> known(paths.begin(), paths.end());
    found.add(
        {.code = "unknown-task",
         .message = "no task or instance that works is called \"" + name + '"',
         .span = duration.span,
         .path = "durations." + name,
         .notes = {"of a repeat or an inner pipeline, give the tasks in it: tune.fit, deploy/send"},
         .candidates = closest(name, known)});
  }
  if (!found.empty()) throw InvalidPipeline(std::move(found));
}

}  // namespace headway::inline v0
