// Tasks: which of their keys go together.
#include "checks.hpp"

#include <string>
#include <variant>
#include <vector>

namespace headway::inline v0 {
namespace {

constexpr std::string_view call_of_cpp = "cpp:";

/// `an approval`, as messages name what a task is.
std::string_view kind_of(const Body& body) {
  constexpr std::string_view kinds[] = {"a join",      "a command",  "a script",
                                        "a call",      "a pipeline", "a repeat",
                                        "an approval", "a wait",     "a fail"};
  static_assert(std::size(kinds) == std::variant_size_v<Body>);
  return kinds[body.index()];
}

class TaskCheck {
 public:
  TaskCheck(const Task& task, Findings& findings) : task_(task), findings_(findings) {}

  void all() {
    for (const Text& source : task_.sources) {
      check_literal(source.value, source.span, {"tasks", task_.name, "sources"}, findings_);
    }
    if (task_.matrix && task_.map) both_fan_outs();
    if (task_.map) tolerance(*task_.map);
    if (std::holds_alternative<JoinBody>(task_.body)) return;  // has few keys, or lacks a body
    if (task_.max_parallel) max_parallel();
    if (task_.callback) callback(*task_.callback);
    if (task_.compensate) compensation();
    if (!task_.config.empty()) config();
    if (!task_.has_session()) without_session();
    const auto* call = std::get_if<CallBody>(&task_.body);
    if (call != nullptr && call->target.value.starts_with(call_of_cpp)) in_this_program();
  }

 private:
  void refuse(std::string_view code, std::string message, const SourceSpan& span,
              std::string_view key, std::string note) {
    findings_.add({.code = std::string(code),
                   .message = std::move(message),
                   .span = span.line > 0 ? span : task_.span,
                   .path = Where{"tasks", task_.name, key}.text(),
                   .notes = {std::move(note)}});
  }

  void both_fan_outs() {
    refuse("conflicting-keys", "the task " + quoted(task_.name) + " has a matrix and a map",
           task_.map->span, "map",
           "a task fans out in one way; put the other into a repeat or a pipeline");
  }

  void max_parallel() {
    const bool fans_out = task_.matrix || task_.map;
    if (fans_out && task_.max_parallel->value > 0) return;
    refuse("out-of-range",
           fans_out ? "\"max_parallel\" is zero: nothing could start"
                    : "\"max_parallel\" caps a matrix or a map, and the task " +
                          quoted(task_.name) + " has none",
           task_.max_parallel->span, "max_parallel",
           "leave it out, or see limits.max_parallel for the whole job");
  }

  void tolerance(const Map& map) {
    if (!map.tolerate_failures.percent || map.tolerate_failures.amount <= 100) return;
    refuse("out-of-range",
           "\"tolerate_failures\" is " + std::to_string(map.tolerate_failures.amount) +
               "%, and all elements are 100%",
           map.span, "map.tolerate_failures", "write a part of all elements, such as 5%");
  }

  void callback(const Callback& callback) {
    if (!task_.has_session()) {
      refuse("misplaced-key",
             "\"callback\" goes with a command, a script or a call: " + quoted(task_.name) +
                 " is " + std::string(kind_of(task_.body)),
             callback.span, "callback", "nothing hands work over whose result could come back");
    } else if (callback.timeout.us < 0) {
      refuse("out-of-range", "\"timeout\" is negative", callback.span, "callback.timeout",
             "it is a duration such as 24h; leave it out to wait for ever");
    }
  }

  void compensation() {
    const bool does_nothing = std::holds_alternative<WaitBody>(task_.body) ||
                              std::holds_alternative<FailBody>(task_.body);
    if (!does_nothing) return;
    refuse("misplaced-key",
           "\"compensate\" undoes what a task did, and " + std::string(kind_of(task_.body)) +
               " leaves nothing to undo",
           task_.span, "compensate", "put it at the task whose effects it takes back");
  }

  /// A class is constructed with it, and only a call knows classes.
  void config() {
    const auto* call = std::get_if<CallBody>(&task_.body);
    if (call != nullptr && !call->target.value.starts_with(call_of_cpp)) return;
    refuse("misplaced-key", "\"config\" goes with a call of a Python class",
           task_.config.front().value.span, "config", "other tasks take their arguments as inputs");
  }

  void no_session(std::string_view key, const SourceSpan& span, std::string note) {
    refuse("misplaced-key",
           quoted(key) + " goes with a command, a script or a call: " + quoted(task_.name) +
               " is " + std::string(kind_of(task_.body)) + " and has no session",
           span, key, std::move(note));
  }

  /// A C++ function has no environment and no folder of its own but that of its outputs.
  void in_this_program() {
    const SessionSettings& settings = task_.settings;
    if (settings.timeout.given() && settings.timeout->heartbeat.us > 0) {
      of_processes("timeout.heartbeat", settings.timeout.span(),
                   "nothing there tells that it lives");
    }
    if (task_.callback) {
      of_processes(
          "callback", task_.callback->span,
          "it gets no $HEADWAY_CALLBACK_TOKEN to hand on; a command or a call of Python does");
    }
    if (!task_.compensate) {
      check_process_keys([this](std::string_view key, const auto& setting) {
        if (setting.given()) of_processes(key, setting.span(), "pass it what it needs as inputs");
      });
    }
  }

  void of_processes(std::string_view key, const SourceSpan& span, std::string note) {
    refuse("misplaced-key",
           quoted(key) + " goes with a process: " + quoted(task_.name) +
               " calls a C++ function of the program that starts the job",
           span, key, std::move(note));
  }

  /// Calls `check(key, setting)` for what only a process can have.
  template <class Check>
  void check_process_keys(const Check& check) const {
    const SessionSettings& settings = task_.settings;
    for (const auto& [name, value] : settings.env) {
      check("env", value);
      if (value.given()) break;
    }
    check("image", settings.image);
    check("secrets", settings.secrets);
    check("mounts", settings.mounts);
    check("workdir", settings.workdir);
    check("sandbox", settings.sandbox);
    check("session", settings.session);
    check("cluster", settings.cluster_size);
    check("checkpoint", settings.checkpoint);
  }

  /// Settings are of sessions; those of what undoes the task too, if something does.
  void without_session() {
    const SessionSettings& settings = task_.settings;
    if (!task_.inputs.empty()) {
      const bool inner = std::holds_alternative<PipelineBody>(task_.body);
      no_session("inputs", task_.inputs.front().value.span,
                 inner ? "an inner pipeline takes params: pipeline: {path: …, params: {…}}"
                       : "nothing reads them there");
    }
    if (!task_.sources.empty()) {
      no_session("sources", task_.sources.front().span, "nothing of it is kept in the cache");
    }
    if (settings.timeout.given()) no_session("timeout", settings.timeout.span(), timeout_note());
    if (settings.cache.given()) no_session("cache", settings.cache.span(), "leave it out");
    if (task_.compensate) return;
    const auto check = [this](std::string_view key, const auto& setting) {
      if (setting.given()) no_session(key, setting.span(), note_of_settings());
    };
    if (settings.retry.given() && !settings.retry->empty()) check("retry", settings.retry);
    for (const auto& [slot, quantity] : settings.resources) {
      check("resources", quantity);
      if (quantity.given()) break;
    }
    check_process_keys(check);
    check("interruptible", settings.interruptible);
  }

  [[nodiscard]] std::string timeout_note() const {
    if (std::holds_alternative<ApprovalBody>(task_.body)) {
      return "an approval has a timeout of its own: approval: {timeout: 48h}";
    }
    if (std::holds_alternative<WaitBody>(task_.body)) return "a wait ends by itself";
    return has_tasks() ? "write it at the tasks inside" : "nothing there takes time";
  }

  [[nodiscard]] bool has_tasks() const {
    return std::holds_alternative<RepeatBody>(task_.body) ||
           std::holds_alternative<PipelineBody>(task_.body);
  }

  [[nodiscard]] std::string note_of_settings() const {
    return has_tasks() ? "write it at the tasks inside" : "nothing runs there; leave it out";
  }

  const Task& task_;
  Findings& findings_;
};

}  // namespace

void check_task(const Task& task, Findings& findings) {
  check_names(task, findings);
  check_body(task, findings);
  check_outputs(task, findings);
  TaskCheck(task, findings).all();
}

}  // namespace headway::inline v0
