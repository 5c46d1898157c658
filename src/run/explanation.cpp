// Why an instance stands as it does: the reasons of each state.
#include <headway/run/explanation.hpp>

#include "attempt_reasons.hpp"
#include "capacity_reasons.hpp"
#include "edge_reasons.hpp"
#include "job_scope.hpp"

#include <headway/base/error.hpp>
#include <headway/base/rfc3339.hpp>
#include <headway/event/instance_order.hpp>

#include <fmt/core.h>

#include <set>
#include <utility>

namespace headway::inline v0 {

namespace {

std::string counted(std::uint32_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string by_when(Instant until) {
  return until.us == 0 ? std::string() : " until " + to_string(until);
}

bool is_inside(const JobGraphs& graphs, InstanceId instance, InstanceId owner) {
  while (instance != no_instance && instance != owner) instance = graphs.of(instance).owner;
  return instance == owner;
}

/// Collects the reasons of one instance. Borrows all it is made of.
class Explainer {
 public:
  Explainer(const JobStatus& status, const std::vector<Event>& events, JobId id,
            const Folders& folders, InstanceId instance)
      : status_(status),
        events_(events),
        id_(id),
        folders_(folders),
        instance_(instance),
        is_(status.instance(instance)),
        task_(status.graphs().written(instance)) {}

  std::vector<Reason> reasons() {
    const bool goes_on = !is_terminal(is_.state);
    if (goes_on && status_.state() == JobState::paused) {
      say("paused", "the job is paused, and nothing of it starts");
    }
    if (goes_on && status_.cancelling()) say("cancel", cancel_words());
    tell_state();
    return std::move(reasons_);
  }

 private:
  void say(std::string kind, std::string text, Instant until = {}) {
    reasons_.push_back({.kind = std::move(kind), .text = std::move(text), .until = until});
  }
  void append(std::vector<Reason> more) {
    for (Reason& reason : more) reasons_.push_back(std::move(reason));
  }
  void append_edges(WhichEdges which) { append(edge_reasons(status_, instance_, which)); }

  void tell_state();
  void tell_pending();
  void tell_ready();
  void tell_waiting();
  void tell_retrying();
  void tell_running();
  void tell_failed();
  void tell_skipped();
  void tell_cancelled();
  void tell_condition();
  void tell_grown();
  void tell_waiting_inside();
  [[nodiscard]] std::string name_value(const NameUse& name) const;
  [[nodiscard]] std::string cancel_words() const;

  const JobStatus& status_;
  const std::vector<Event>& events_;
  JobId id_;
  const Folders& folders_;
  InstanceId instance_;
  const InstanceStatus& is_;
  const Task& task_;
  std::vector<Reason> reasons_{};
};

void Explainer::tell_state() {
  switch (is_.state) {
    case InstanceState::pending: return tell_pending();
    case InstanceState::ready: return tell_ready();
    case InstanceState::waiting: return tell_waiting();
    case InstanceState::retrying: return tell_retrying();
    case InstanceState::starting:
    case InstanceState::running:
    case InstanceState::succeeded: return tell_running();
    case InstanceState::failed: return tell_failed();
    case InstanceState::skipped: return tell_skipped();
    case InstanceState::upstream_failed: return append(chain_to_failure(status_, instance_));
    case InstanceState::cancelled: return tell_cancelled();
    case InstanceState::unknown:
      say("attempt", fmt::format("the backend gives no answer about attempt {}; it is asked again",
                                 is_.attempts));
  }
}

void Explainer::tell_pending() {
  append_edges(WhichEdges::open);
  if (reasons_.empty()) append(gate_reasons(status_, instance_));
  const bool blocked = !reasons_.empty();
  if (!blocked) say("soon", "nothing holds it up: it is about to begin");
}

void Explainer::tell_ready() {
  append(capacity_reasons(status_, instance_));
  append(attempt_reasons(status_, events_, instance_));
}

void Explainer::tell_waiting() {
  if (task_.callback) {
    say("callback", "its session has ended, and it " + waits_for(status_, instance_), is_.until);
  } else if (const auto* approval = std::get_if<ApprovalBody>(&task_.body)) {
    say("person", waits_for(status_, instance_), is_.until);
    if (is_.until.us != 0) {
      const bool approves = approval->on_timeout == ApprovalBody::OnTimeout::approve;
      say("time", fmt::format("without an answer it then {}", approves ? "succeeds" : "fails"),
          is_.until);
    }
  } else if (std::holds_alternative<RepeatBody>(task_.body)) {
    say("time", "waits for its next round" + by_when(is_.until), is_.until);
    tell_grown();
  } else {
    say("time", "waits" + by_when(is_.until), is_.until);
  }
}

void Explainer::tell_retrying() {
  if (is_.until.us != 0) say("retry", "is tried again at " + to_string(is_.until), is_.until);
  append(attempt_reasons(status_, events_, instance_));
}

void Explainer::tell_running() {
  if (is_.cause.kind == Cause::Kind::cached) {
    say("cause", "it did not work in this job: " +
                     (is_.message.empty() ? "its result is that of an earlier one" : is_.message));
  }
  append_edges(WhichEdges::satisfied);
  tell_condition();
  tell_grown();
  append(attempt_reasons(status_, events_, instance_));
  const bool by_person = std::holds_alternative<ApprovalBody>(task_.body);
  if (by_person && !is_.message.empty()) say("person", is_.message);
  if (reasons_.empty()) say("edge", "it depends on nothing");
}

void Explainer::tell_failed() {
  say("cause", state_words(is_));
  tell_grown();
  append(attempt_reasons(status_, events_, instance_));
  append(end_of_retries(status_, events_, instance_));
}

void Explainer::tell_skipped() {
  if (is_.cause.kind == Cause::Kind::condition_false) tell_condition();
  append_edges(WhichEdges::judged_badly);
}

void Explainer::tell_cancelled() {
  if (is_.cause.kind == Cause::Kind::fail_fast) {
    const std::string first = first_failure(status_, 0);
    const std::string who = first.empty() ? "another" : first;
    reasons_.push_back({.kind = "cancel",
                        .text = who + " failed, and the pipeline says fail_fast",
                        .instance = who});
  } else if (status_.cancelling()) {
    say("cancel", cancel_words());
  }
  append_edges(WhichEdges::judged_badly);
}

std::string Explainer::cancel_words() const {
  for (const Event& event : events_) {
    if (std::holds_alternative<JobCancelRequested>(event.fact)) {
      return "the job was asked to end, which its engine took in at " + to_string(event.time);
    }
  }
  return "the job was asked to end";
}

/// The condition, and what the names in it were.
void Explainer::tell_condition() {
  if (!task_.when) return;
  Diagnostics found;
  const auto condition = parse_expression(*task_.when, found);
  if (!condition) return;
  std::string names;
  std::set<std::string> seen;
  for (const NameUse& name : condition->names()) {
    const std::string value = name_value(name);
    if (!value.empty() && seen.insert(value).second) names += (names.empty() ? "" : ", ") + value;
  }
  const bool held = is_.cause.kind != Cause::Kind::condition_false;
  say("condition", fmt::format("its `when` is {}: {}{}", held, condition->text(),
                               names.empty() ? "" : ", where " + names));
}

std::string Explainer::name_value(const NameUse& name) const {
  const std::string path = to_string(name.path);
  Diagnostics found;
  const auto expression = parse_expression(Text{path}, found);
  if (!expression) return {};
  try {
    const JobScope scope(status_, id_, folders_, instance_);
    return path + " = " + to_json(evaluate(*expression, scope));
  } catch (const Error&) {
    return path + " has no value";
  }
}

/// What it has grown: elements, rounds, the tasks of an inner job.
void Explainer::tell_grown() {
  for (const std::uint32_t index : status_.graphs().of_owner(instance_)) {
    const JobGraph& grown = status_.graphs().at(index);
    const bool latest = index == status_.graphs().of_owner(instance_).back();
    if (grown.kind == GraphKind::round && !latest) continue;
    std::uint32_t ended = 0;
    std::uint32_t failed = 0;
    for (std::uint32_t i = grown.first.value; i < grown.end(); ++i) {
      const InstanceState state = status_.instance({i}).state;
      if (is_terminal(state)) ++ended;
      if (state == InstanceState::failed) ++failed;
    }
    const std::uint32_t all = grown.plan->instance_count();
    const std::string round =
        grown.kind == GraphKind::round ? fmt::format("round {}: ", grown.number) : std::string();
    const std::string failures = failed == 0 ? "" : ", " + counted(failed, "failure");
    const bool elements = grown.kind == GraphKind::elements;
    reasons_.push_back(
        {.kind = "graph",
         .text = fmt::format("{}{} of {} ended{}", round, ended,
                             counted(all, elements ? "element" : "instance"), failures),
         .instance = first_failure(status_, index)});
    const std::string& first = reasons_.back().instance;
    if (const auto id = status_.graphs().find(first); id && !first.empty()) {
      reasons_.back().text += fmt::format("; {} {}", first, state_words(status_.instance(*id)));
    }
  }
  tell_waiting_inside();
}

/// Whose answer is awaited before this goes on.
void Explainer::tell_waiting_inside() {
  constexpr std::uint32_t most = 10;
  if (status_.graphs().of_owner(instance_).empty()) return;
  std::uint32_t count = 0;
  for (const InstanceId id : waiting_for_answers(status_)) {
    if (!is_inside(status_.graphs(), id, instance_) || ++count > most) continue;
    const std::string name = status_.name(id);
    reasons_.push_back({.kind = status_.graphs().written(id).callback ? "callback" : "person",
                        .text = name + ' ' + waits_for(status_, id),
                        .instance = name,
                        .until = status_.instance(id).until});
  }
  if (count > most) say("graph", fmt::format("{} more inside wait for an answer", count - most));
}

}  // namespace

std::string waits_for(const JobStatus& status, InstanceId instance) {
  const InstanceStatus& is = status.instance(instance);
  const Task& task = status.graphs().written(instance);
  if (is.state != InstanceState::waiting) return {};
  if (task.callback) return "waits for a callback" + by_when(is.until);
  const auto* approval = std::get_if<ApprovalBody>(&task.body);
  if (approval == nullptr) return {};
  std::string who;
  for (const Text& user : approval->approvers) who += (who.empty() ? "" : " or ") + user.value;
  return "waits for " + (who.empty() ? "somebody" : who) + " to approve" + by_when(is.until) +
         (is.message.empty() ? "" : ": " + is.message);
}

std::vector<InstanceId> waiting_for_answers(const JobStatus& status) {
  if (status.count(InstanceState::waiting) == 0) return {};
  std::vector<InstanceId> waiting = graph_order(status.graphs());
  std::erase_if(waiting, [&](InstanceId id) { return waits_for(status, id).empty(); });
  return waiting;
}

Explanation explain(const JobStatus& status, const std::vector<Event>& events, JobId id,
                    const Folders& folders, InstanceId instance) {
  const InstanceStatus& is = status.instance(instance);
  return {.instance = status.name(instance),
          .state = is.state,
          .cause = is.cause,
          .reasons = Explainer(status, events, id, folders, instance).reasons()};
}

}  // namespace headway::inline v0
