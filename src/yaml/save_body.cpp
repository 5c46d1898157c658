// Bodies as drafts.
#include "save_task.hpp"

#include <variant>

namespace headway::inline v0::yaml {
namespace {

struct SessionBodies {
  Draft& task;
  void operator()(const CommandBody& body) const {
    task.entry("command", draft_of_texts(body.argv));
  }
  void operator()(const ScriptBody& body) const {
    task.entry("script", Draft::of_text(body.text.value));
    if (body.shell != ScriptBody{}.shell) task.entry("shell", draft_of_texts(body.shell));
  }
  void operator()(const CallBody& body) const {
    task.entry("call", Draft::of_text(body.target.value));
  }
  template <class Other>
  void operator()(const Other& /*body*/) const {}
};

Draft draft_of(const RepeatBody& body) {
  auto draft = Draft::map(Draft::Layout::tall);
  draft.entry("tasks", draft_of_tasks(body.tasks));
  add_filled(draft, "outputs", draft_of_outputs(body.outputs));
  draft.entry("until", draft_of_expression(body.until));
  draft.entry("max_rounds", draft_of_number(body.max_rounds.value));
  add_filled(draft, "delay", body.delay);
  return draft;
}

Draft draft_of(const PipelineBody& body) {
  auto draft = Draft::map();
  if (body.from.value.empty()) {
    draft.entry("path", Draft::of_text(body.path.value));
  } else {
    draft.entry("from", draft_of_expression(body.from));
  }
  add_filled(draft, "params", draft_of_inputs(body.params));
  return draft;
}

Draft draft_of(const ApprovalBody& body) {
  auto draft = Draft::map();
  draft.entry("message", Draft::of_text(body.message.value));
  add_filled(draft, "approvers", draft_of_texts(body.approvers));
  add_filled(draft, "timeout", body.timeout);
  if (body.on_timeout != ApprovalBody{}.on_timeout) {
    draft.entry("on_timeout", Draft::of_text(to_string(body.on_timeout)));
  }
  return draft;
}

Draft draft_of(const WaitBody& body) {
  if (body.until.value.empty()) return draft_of_duration(body.pause);
  return Draft::map().entry("until", draft_of_expression(body.until));
}

Draft draft_of(const FailBody& body) {
  auto draft = Draft::map();
  draft.entry("error", Draft::of_text(body.error.value));
  add_filled(draft, "message", body.message.value);
  return draft;
}

struct OtherBodies {
  Draft& task;
  void operator()(const RepeatBody& body) const { task.entry("repeat", draft_of(body)); }
  void operator()(const PipelineBody& body) const { task.entry("pipeline", draft_of(body)); }
  void operator()(const ApprovalBody& body) const { task.entry("approval", draft_of(body)); }
  void operator()(const WaitBody& body) const { task.entry("wait", draft_of(body)); }
  void operator()(const FailBody& body) const { task.entry("fail", draft_of(body)); }
  template <class Other>
  void operator()(const Other& /*body*/) const {}
};

}  // namespace

void add_session_body(Draft& task, const Body& body) { std::visit(SessionBodies{task}, body); }
void add_other_body(Draft& task, const Body& body) { std::visit(OtherBodies{task}, body); }

void add_compensation(Draft& task, const CompensationBody& body) {
  auto draft = Draft::map();
  std::visit(SessionBodies{draft}, body);
  task.entry("compensate", std::move(draft));
}

}  // namespace headway::inline v0::yaml
