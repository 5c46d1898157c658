// Random valid pipelines for property tests: every key, awkward strings, no dangling reference.
#pragma once

#include "support/value_generators.hpp"

#include <headway/model/pipeline.hpp>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

/// Whole pipelines come as `rc::gen::arbitrary<headway::Pipeline>()`; the functions here are for
/// use inside `rc::check` or `rc::gen::exec`.
namespace generators {

inline Param param(Names& names) {
  Param result{.name = names.fresh(), .type = param_type()};
  if (chance(70)) result.default_value = value_of(result.type);
  if (result.type.kind == Type::Kind::integer && chance(50)) {
    result.default_value = integer(-5, 5);
    result.min = integer(-9, -5);
    result.max = integer(5, 9);
  }
  if (result.type.kind == Type::Kind::floating && chance(50)) {
    result.default_value = 0.5;
    result.min = 0.1;
    if (chance(50)) result.max = 2.0;
  }
  if (chance(30)) result.description = text();
  return result;
}

inline Backoff backoff() {
  return {.initial = any_of<Duration>({Duration{}, 2_s, 250_ms}),
          .multiplier = any_of<double>({1.0, 2.0, 1.5}),
          .max = any_of<Duration>({1_min, 1_h}),
          .jitter = any_of<double>({0.0, 0.1, 1.0})};
}
inline std::vector<Text> causes() {
  std::vector<Text> result;
  for (auto left = below(3); left > 0; --left) {
    result.push_back({any_of<std::string>({"oom_killed", "exit_code", "exit_code(137)", "signal(9)",
                                           "node_lost", "error(DataNotReady)"})});
  }
  return result;
}
inline RetryRule retry_rule() {
  RetryRule rule{.limit = static_cast<std::uint32_t>(below(5))};
  if (chance(50)) return rule;
  rule.backoff = backoff();
  rule.causes = causes();
  if (chance(40)) rule.resources.push_back({"mem", {"${{ 2 * resources.mem }}"}});
  if (chance(40)) rule.resources.push_back({"gpu", {any_of<std::string>({"2", "0.5"})}});
  return rule;
}
inline RetryRules retry_rules() {
  RetryRules rules;
  for (auto left = chance(60) ? 1 : below(4); left > 0; --left) rules.push_back(retry_rule());
  return rules;
}
inline Duration some_duration() { return chance(50) ? Duration{} : duration(); }
inline Timeouts timeouts() {
  if (chance(40)) return {.run = duration()};
  return {.run = some_duration(),
          .queue = some_duration(),
          .deadline = some_duration(),
          .heartbeat = some_duration()};
}

/// What the strings of a task may refer to, and what later tasks will find.
struct Surroundings {
  std::vector<Param> params{};
  std::vector<std::string> secrets{};
  std::vector<Task> earlier{};
  std::vector<std::string> axes{};  // of the task being made

  /// `tasks.prep.outputs.rows` of every output that is one value.
  [[nodiscard]] std::vector<std::string> references() const {
    std::vector<std::string> all;
    for (const auto& known : params) all.push_back("params." + known.name);
    for (const auto& axis : axes) all.push_back("matrix." + axis);
    for (const auto& task : earlier) {
      for (const auto& output : task.outputs)
        all.push_back(task_path(task) + ".outputs." + output.name);
    }
    return all;
  }
  static std::string task_path(const Task& task) {
    const bool quoted = task.name.find('-') != std::string::npos;
    return quoted ? "tasks[\"" + task.name + "\"]" : "tasks." + task.name;
  }
};

/// A string that may hold expressions, also escaped ones.
inline std::string expandable(const Surroundings& around) {
  std::string result = literal();
  const auto references = around.references();
  if (!references.empty() && chance(30)) result = "${{ " + any_of(references) + " }}";
  if (!references.empty() && chance(10)) result += " and ${{" + any_of(references) + "}}";
  if (chance(5)) result += "$${{ params.not_one }}";
  return result;
}

inline const std::vector<std::string>& slots() {
  static const std::vector<std::string> names = {"cpu", "mem", "gpu", "disk", "license"};
  return names;
}
inline NamedSettings<Quantity> resources(int null_percent) {
  NamedSettings<Quantity> result;
  for (const auto& slot : slots()) {
    if (chance(60)) continue;
    result.emplace_back(slot, chance(null_percent) ? Setting<Quantity>::null() : quantity(slot));
  }
  return result;
}
inline NamedSettings<std::string> environment(const Surroundings& around, int null_percent) {
  NamedSettings<std::string> result;
  Names names;
  for (auto left = below(4); left > 0; --left) {
    auto name = names.fresh();
    result.emplace_back(name,
                        chance(null_percent) ? Setting<std::string>::null() : expandable(around));
  }
  return result;
}
/// A key that is mostly absent, sometimes null.
template <class T>
Setting<T> setting(const T& value, int null_percent) {
  if (chance(65)) return {};
  return chance(null_percent) ? Setting<T>::null() : Setting<T>(value);
}
inline std::vector<Text> some_secrets(const Surroundings& around) {
  std::vector<Text> result;
  for (const auto& secret : around.secrets) {
    if (chance(50)) result.push_back({secret});
  }
  return result;
}
inline CacheSettings cache() {
  if (chance(30)) return {.enabled = chance(50)};
  CacheSettings result{.version = any_of<std::string>({"", "2", "1.10", "yes"}),
                       .max_age = some_duration(),
                       .serialize = chance(50)};
  if (chance(40)) result.ignore = {"verbose", "yes"};
  return result;
}
inline SessionChoice session_choice() {
  SessionChoice result{.backend = any_of<std::string>({"", "local", "slurm"})};
  if (chance(50)) result.options = {{"partition", "gpu"}, {"on", text()}};
  return result;
}
inline std::vector<Text> mounts() {
  std::vector<Text> result;
  for (auto left = below(3); left > 0; --left) {
    result.push_back({any_of<std::string>(
        {"data:/data", "/scratch/a b:/scratch:ro", "${{ params.x }}:/x", "a:${{ params.y }}"})});
  }
  return result;
}
inline SessionSettings settings(const Surroundings& around, int null_percent) {
  return {.retry = setting(retry_rules(), null_percent),
          .timeout = setting(timeouts(), null_percent),
          .cache = setting(cache(), null_percent),
          .allow_failure = setting(chance(50), null_percent),
          .resources = resources(null_percent),
          .estimate = setting(duration(), null_percent),
          .priority = setting(static_cast<std::int32_t>(integer(-5, 1'000'000)), null_percent),
          .image = setting(expandable(around), null_percent),
          .env = environment(around, null_percent),
          .secrets = setting(some_secrets(around), null_percent),
          .mounts = setting(mounts(), null_percent),
          .workdir = setting(filled_literal(), null_percent),
          .sandbox = setting(chance(50) ? Sandbox::none : Sandbox::bubblewrap, null_percent),
          .session = setting(session_choice(), null_percent),
          .cluster_size = setting(static_cast<std::uint32_t>(1 + below(9)), null_percent),
          .checkpoint = setting(chance(50), null_percent),
          .interruptible = setting(chance(50), null_percent)};
}

inline CommandBody command(const Surroundings& around) {
  CommandBody body{.argv = {{filled_literal()}}};
  for (auto left = below(4); left > 0; --left) body.argv.push_back({expandable(around)});
  return body;
}
inline ScriptBody script() {
  ScriptBody body{.text = {filled_literal()}};
  if (chance(20)) body.shell = {"python3", "-c"};
  return body;
}
inline CallBody call() {
  return {{any_of<std::string>({"cpp:", "python:digits.select:"}) + Names().fresh()}};
}
inline CompensationBody compensation(const Surroundings& around) {
  switch (below(3)) {
    case 0: return script();
    case 1: return call();
    default: return command(around);
  }
}
/// An expression that gives a bool, without braces.
inline std::string condition(const Surroundings& around) {
  const auto references = around.references();
  if (references.empty() || chance(20)) return any_of<std::string>({"true", "false", "1 < 2"});
  static const std::vector<std::string> forms = {" == 'a: b'", " != null ? true : false",
                                                 " in [1, 2]", " == \"${{\"", ""};
  return any_of(references) + any_of(forms);
}
inline ApprovalBody approval(const Surroundings& around) {
  ApprovalBody body{.message = {expandable(around)}, .timeout = some_duration()};
  if (chance(50)) body.approvers = {{"lead"}, {any_of(awkward_strings())}};
  body.on_timeout = any_of<ApprovalBody::OnTimeout>({ApprovalBody::OnTimeout::fail,
                                                     ApprovalBody::OnTimeout::reject,
                                                     ApprovalBody::OnTimeout::approve});
  return body;
}
inline WaitBody wait() {
  if (chance(50)) return {.pause = duration()};
  return {.until = {any_of<std::string>({"2026-02-03T04:05:06Z", "params.when", "tasks.a.x"})}};
}
/// A body that runs in a session.
inline Body session_body(const Surroundings& around) {
  return std::visit([](auto chosen) { return Body(std::move(chosen)); }, compensation(around));
}

inline std::vector<Dependency> dependencies(const Surroundings& around) {
  static const std::vector<EdgeCondition> conditions = {
      EdgeCondition::succeeded, EdgeCondition::completed, EdgeCondition::failed,
      EdgeCondition::succeeded_or_skipped};
  std::vector<Dependency> result;
  const bool all_succeeded = chance(50);
  for (const auto& task : around.earlier) {
    if (chance(40)) continue;
    result.push_back({task.name, all_succeeded ? EdgeCondition::succeeded : any_of(conditions)});
  }
  return result;
}

inline Axis axis(const std::string& name) {
  const Type type = element_type(0);
  Value::List values;
  for (auto left = 1 + below(3); left > 0; --left) {
    Value value = scalar(type);
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  return {.name = name, .values = values};
}
/// One value of every axis; the axes must be lists.
inline Combination combination(const Matrix& matrix) {
  Combination result;
  for (const auto& axis : matrix.axes) {
    result.values.emplace_back(axis.name, any_of(std::get<Value::List>(axis.values)));
  }
  return result;
}
inline Matrix matrix(const Surroundings& around) {
  Matrix result;
  Names names;
  for (auto left = 1 + below(3); left > 0; --left) result.axes.push_back(axis(names.fresh()));
  if (std::get<Value::List>(result.axes.front().values).size() > 1 && chance(40)) {
    result.exclude.push_back(combination(result));
  }
  if (!result.exclude.empty() && chance(40)) result.include.push_back(result.exclude.front());
  for (const auto& param : around.params) {
    const bool fits = param.type == list_of({.kind = Type::Kind::integer});
    if (!fits || !result.exclude.empty()) continue;
    result.axes.push_back({.name = names.fresh(), .values = "${{ params." + param.name + " }}"});
  }
  return result;
}

inline Map map(const Surroundings& around) {
  const auto references = around.references();
  const auto amount = static_cast<std::uint32_t>(below(101));
  return {.over = {references.empty() || chance(30) ? "[1, 2]" : any_of(references)},
          .tolerate_failures = {.amount = amount, .percent = chance(50)}};
}

inline std::vector<Input> inputs(const Surroundings& around) {
  std::vector<Input> result;
  Names names;
  for (auto left = below(3); left > 0; --left) {
    Value value = chance(50) ? Value(expandable(around)) : value_of(param_type());
    result.push_back({.name = names.fresh(), .value = {std::move(value)}});
  }
  return result;
}
inline std::vector<OutputDeclaration> outputs() {
  std::vector<OutputDeclaration> result;
  Names names;
  for (auto left = below(4); left > 0; --left) {
    OutputDeclaration output{.name = names.fresh(), .type = output_type()};
    if (chance(30))
      output.path = Text{any_of<std::string>({"a b.json", "yes", "1.10", "größe/x", "deep/er"})};
    result.push_back(std::move(output));
  }
  return result;
}

inline Task join_task(Names& names, const Surroundings& around) {
  Task result{.name = names.fresh_task_name(), .depends_on = dependencies(around)};
  const auto references = around.references();
  if (chance(50) || references.empty()) return result;
  result.outputs.push_back({.name = "chosen",
                            .type = output_type(),
                            .value = Text{"${{ " + any_of(references) + " }}"}});
  return result;
}

inline std::vector<Task> tasks(Surroundings around, std::size_t count, int depth);

inline std::vector<ComputedOutput> computed_outputs(const std::vector<Task>& tasks) {
  std::vector<ComputedOutput> result;
  Names names;
  for (const auto& task : tasks) {
    for (const auto& output : task.outputs) {
      if (chance(70)) continue;
      const auto path = Surroundings::task_path(task) + ".outputs." + output.name;
      result.push_back({names.fresh(), {"${{ " + path + " }}"}});
    }
  }
  return result;
}
inline RepeatBody repeat(const Surroundings& around, int depth) {
  RepeatBody body{.tasks = tasks({.params = around.params, .secrets = around.secrets}, 1 + below(2),
                                 depth + 1)};
  body.outputs = computed_outputs(body.tasks);
  body.until = {condition(around)};
  body.max_rounds = {static_cast<std::uint32_t>(1 + below(9))};
  body.delay = some_duration();
  return body;
}
inline PipelineBody inner_pipeline(const Surroundings& around) {
  const auto references = around.references();
  PipelineBody body{.params = inputs(around)};
  if (references.empty() || chance(50)) {
    body.path = {any_of<std::string>({"./deploy.yaml", "a b/yes.json", "../x.yaml"})};
  } else {
    body.from = {any_of(references)};
  }
  return body;
}
/// A body without a session.
inline Body other_body(const Surroundings& around, int depth) {
  switch (below(depth < 2 ? 5 : 4)) {
    case 0: return approval(around);
    case 1: return wait();
    case 2: return FailBody{.error = {"NoData"}, .message = {expandable(around)}};
    case 3: return inner_pipeline(around);
    default: return repeat(around, depth);
  }
}

/// The fan-out of a task, if it has one.
inline void add_fan_out(Task& task, Surroundings& around) {
  if (chance(60)) return;
  if (chance(50)) {
    task.map = map(around);
  } else {
    task.matrix = matrix(around);
    for (const auto& axis : task.matrix->axes) around.axes.push_back(axis.name);
  }
  if (chance(50)) {
    task.max_parallel = Spanned<std::uint32_t>{static_cast<std::uint32_t>(1 + below(8))};
  }
}
/// What only a task with a session has.
inline void add_session_keys(Task& task, const Surroundings& around) {
  task.body = session_body(around);
  for (auto left = below(3); left > 0; --left) task.sources.push_back({filled_literal()});
  task.settings = settings(around, 20);
  if (std::holds_alternative<CallBody>(task.body)) task.config = inputs(around);
  if (chance(20)) task.callback = Callback{.timeout = some_duration()};
}
inline Task task(Names& names, Surroundings around, int depth) {
  if (!around.earlier.empty() && chance(15)) return join_task(names, around);
  Task result{.name = names.fresh_task_name()};
  if (chance(30)) result.description = text();
  result.depends_on = dependencies(around);
  if (chance(30)) result.when = Text{condition(around)};
  add_fan_out(result, around);
  result.inputs = inputs(around);
  result.outputs = outputs();
  if (chance(70)) {
    add_session_keys(result, around);
  } else {
    result.body = other_body(around, depth);
  }
  if (chance(20)) result.compensate = compensation(around);
  return result;
}
inline std::vector<Task> tasks(Surroundings around, std::size_t count, int depth) {
  Names names;
  for (; count > 0; --count) around.earlier.push_back(task(names, around, depth));
  return around.earlier;
}

inline Limits limits() {
  Limits result;
  if (chance(50))
    result.max_parallel = Spanned<std::uint32_t>{static_cast<std::uint32_t>(1 + below(64))};
  result.slots.emplace_back("license", Spanned<Quantity>{quantity("license")});
  return result;
}
inline std::vector<Secret> secrets(Names& names) {
  std::vector<Secret> result;
  for (auto left = below(3); left > 0; --left) {
    result.push_back({names.fresh(),
                      {any_of<std::string>({"env:WANDB_KEY", "file:~/.slack", "file:/a b/c#d"})}});
  }
  return result;
}
inline std::vector<Notification> notifications() {
  static const std::vector<std::string> events = {"started", "waiting",   "succeeded",
                                                  "failed",  "cancelled", "paused"};
  std::vector<Notification> result;
  for (auto left = below(3); left > 0; --left) {
    Notification notification{.events = {{any_of(events)}, {any_of(events)}}};
    Text& url = chance(50) ? notification.slack : notification.webhook;
    url = {any_of<std::string>({"https://ops.example/hook", "${{ secrets.URL }}"})};
    result.push_back(std::move(notification));
  }
  return result;
}
inline std::vector<std::pair<std::string, std::string>> labels() {
  std::vector<std::pair<std::string, std::string>> result;
  Names names;
  for (auto left = below(3); left > 0; --left) result.emplace_back(names.fresh(), text());
  return result;
}

inline Pipeline pipeline() {
  Pipeline result{.name = Names().fresh_task_name(), .labels = labels()};
  if (chance(40)) result.description = text();
  Names param_names;
  for (auto left = below(4); left > 0; --left) result.params.push_back(param(param_names));
  Names secret_names;
  result.secrets = secrets(secret_names);
  Surroundings around{.params = result.params};
  for (const auto& secret : result.secrets) around.secrets.push_back(secret.name);
  result.defaults = settings({.params = {}, .secrets = around.secrets}, 0);
  result.limits = limits();
  result.fail_fast = chance(30);
  result.tasks = tasks(around, 1 + below(5), 0);
  result.rollback = chance(30);
  if (chance(30)) result.on_failure = tasks(around, 1 + below(2), 1);
  if (chance(30)) result.finally = tasks(around, 1, 1);
  result.notify = notifications();
  result.outputs = computed_outputs(result.tasks);
  return result;
}

}  // namespace generators

namespace rc {
template <>
struct Arbitrary<headway::Pipeline> {
  static Gen<headway::Pipeline> arbitrary() { return gen::exec(&generators::pipeline); }
};
}  // namespace rc

namespace headway::inline v0 {
/// What a failing property prints; the YAML of it is for tests that link the yaml room.
inline void showValue(const Pipeline& pipeline, std::ostream& out) {
  out << pipeline.name << " with " << pipeline.tasks.size() << " tasks";
}
}  // namespace headway::inline v0
