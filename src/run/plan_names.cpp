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
  for (std::uint32_t i = 0; i < graphs.instance_count(); ++i) paths.insert(task_path(graphs, {i}));
  Diagnostics found;
  for (const auto& [name, duration] : durations) {
    if (paths.contains(name) || graphs.find(name)) continue;
    const std::vector<std::string> known(paths.begin(), paths.end());
    found.add({.code = "unknown-task",
               .message = "there is no task or instance \"" + name + '"',
               .span = duration.span,
               .path = "durations." + name,
               .notes = {"a duration is given by instance or by task"},
               .candidates = closest(name, known)});
  }
  if (!found.empty()) throw InvalidPipeline(std::move(found));
}

}  // namespace headway::inline v0
