// Calls of C++ functions that are not registered.
#include "callable_check.hpp"

#include "pipeline_walk.hpp"

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

  CallableCheck& inside(const Pipeline& /*inner*/) { return *this; }

  void look_at(const Task& task) {
    const auto* body = std::get_if<CallBody>(&task.body);
    if (body != nullptr) call(*body, {"tasks", task.name, "call"});
    if (!task.compensate) return;
    const auto* undo = std::get_if<CallBody>(&*task.compensate);
    if (undo != nullptr) call(*undo, {"tasks", task.name, "compensate", "call"});
  }

 private:
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
};

}  // namespace

void check_callables(const Pipeline& pipeline, const CompileOptions& options, Findings& findings) {
  if (!options.check_callables) return;
  CallableCheck check(options.callables, findings);
  PipelineWalk(findings).whole(pipeline, check);
}

}  // namespace headway::inline v0
