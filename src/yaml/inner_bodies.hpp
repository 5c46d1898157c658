// Inner bodies: the way to every `pipeline` body of a pipeline, also those within a `repeat`.
#pragma once

#include <headway/model/pipeline.hpp>

#include <string>

namespace headway::inline v0::yaml {

/// Calls `visit(body, path)` for each of the tasks, in order; `path` leads to the body.
template <class Tasks, class Visit>
void visit_inner_bodies(Tasks& tasks, const std::string& path, const Visit& visit) {
  for (auto& task : tasks) {
    auto here = path + '.' + task.name;
    if (auto* body = std::get_if<PipelineBody>(&task.body)) visit(*body, here + ".pipeline");
    if (auto* body = std::get_if<RepeatBody>(&task.body)) {
      visit_inner_bodies(body->tasks, here + ".repeat.tasks", visit);
    }
  }
}

/// The same for all of a pipeline.
template <class AnyPipeline, class Visit>
void visit_inner_bodies(AnyPipeline& pipeline, const Visit& visit) {
  visit_inner_bodies(pipeline.tasks, "tasks", visit);
  visit_inner_bodies(pipeline.on_failure, "on_failure", visit);
  visit_inner_bodies(pipeline.finally, "finally", visit);
}

}  // namespace headway::inline v0::yaml
