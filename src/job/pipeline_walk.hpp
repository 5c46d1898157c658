// Going through every task that a pipeline may ever run, inner ones where they stand.
#pragma once

#include "findings.hpp"

#include <headway/model/pipeline.hpp>

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// Shows a check the tasks of a pipeline and its ends, those of repeats and those of loaded inner
/// pipelines. What is found meanwhile is placed where the task stands. A check has
/// `look_at(task)`, and `inside(pipeline)`: the check that goes on in an inner pipeline. Borrows
/// the findings.
class PipelineWalk {
 public:
  explicit PipelineWalk(Findings& findings) : findings_(findings) {}

  template <class Check>
  void whole(const Pipeline& pipeline, Check& check) {
    graph(pipeline.tasks, check);
    end(pipeline.on_failure, "on_failure", check);
    end(pipeline.finally, "finally", check);
  }

 private:
  template <class Check>
  void end(const std::vector<Task>& tasks, std::string key, Check& check) {
    const Findings::Within within(findings_, {}, std::move(key));
    graph(tasks, check);
  }

  template <class Check>
  void graph(const std::vector<Task>& tasks, Check& check) {
    for (const Task& task : tasks) {
      check.look_at(task);
      if (const auto* repeat = std::get_if<RepeatBody>(&task.body)) {
        const auto within = inside(task, "repeat");
        graph(repeat->tasks, check);
      } else if (const auto* inner = std::get_if<PipelineBody>(&task.body)) {
        if (!inner->loaded || !seen_.insert(inner->loaded.get()).second) continue;
        const auto within = inside(task, "pipeline");
        auto&& there = check.inside(*inner->loaded);
        whole(*inner->loaded, there);
      }
    }
  }

  Findings::Within inside(const Task& task, std::string_view key) {
    return {findings_, Where{"tasks", task.name, key}.text(), "tasks"};
  }

  Findings& findings_;
  std::unordered_set<const Pipeline*> seen_{};  // a file that is used twice is told once
};

}  // namespace headway::inline v0
