// Calls of C++ functions that are not registered.
#include "callable_check.hpp"

#include <headway/job/expression.hpp>

#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

namespace headway::inline v0 {
namespace {

/// Borrows everything.
class CallableCheck {
 public:
  CallableCheck(const std::vector<std::string>& callables, Findings& findings)
      : list_(callables), callables_(callables.begin(), callables.end()), findings_(findings) {}

  void whole(const Pipeline& pipeline) {
    if (!seen_.insert(&pipeline).second) return;
    graph(pipeline.tasks);
    end(pipeline.on_failure, "on_failure");
    end(pipeline.finally, "finally");
  }

 private:
  void graph(const std::vector<Task>& tasks) {
    for (const Task& task : tasks) one(task);
  }

  void end(const std::vector<Task>& tasks, std::string key) {
    const Findings::Within within(findings_, {}, std::move(key));
    graph(tasks);
  }

  void one(const Task& task) {
    if (const auto* body = std::get_if<CallBody>(&task.body)) {
      call(*body, {"tasks", task.name, "call"});
    } else if (const auto* repeat = std::get_if<RepeatBody>(&task.body)) {
      const Findings::Within within(findings_, Where{"tasks", task.name, "repeat"}.text(), "tasks");
      graph(repeat->tasks);
    } else if (const auto* inner = std::get_if<PipelineBody>(&task.body); inner && inner->loaded) {
      const Findings::Within within(findings_, Where{"tasks", task.name, "pipeline"}.text(),
                                    "tasks");
      whole(*inner->loaded);
    }
    if (!task.compensate) return;
    const auto* undo = std::get_if<CallBody>(&*task.compensate);
    if (undo != nullptr) call(*undo, {"tasks", task.name, "compensate", "call"});
  }

  void call(const CallBody& body, const Where& where) {
    const std::string& target = body.target.value;
    if (!target.starts_with("cpp:") || has_expression(target)) return;
    const std::string name = target.substr(4);
    if (callables_.contains(name)) return;
    findings_.add({.code = "unknown-callable",
                   .message = "no callable " + quoted(name) + " is registered here",
                   .span = body.target.span,
                   .path = where.text(),
                   .notes = {"the application that starts the job registers its C++ functions by "
                             "name; start or resume the job from there"},
                   .candidates = closest(name, list_)});
  }

  const std::vector<std::string>& list_;
  const std::unordered_set<std::string> callables_;
  Findings& findings_;
  std::unordered_set<const Pipeline*> seen_{};  // a file that is used twice is told once
};

}  // namespace

void check_callables(const Pipeline& pipeline, const CompileOptions& options, Findings& findings) {
  if (options.check_callables) CallableCheck(options.callables, findings).whole(pipeline);
}

}  // namespace headway::inline v0
