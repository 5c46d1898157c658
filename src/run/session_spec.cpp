// Composing a session.
#include "session_spec.hpp"

#include "job_scope.hpp"
#include "process_limits.hpp"
#include "python_call.hpp"
#include "task_environment.hpp"

#include <headway/job/expression.hpp>

#include <utility>
#include <variant>

namespace headway::inline v0 {

namespace {

Values evaluated(const std::vector<Input>& written, const Scope& scope) {
  Values values;
  for (const Input& input : written) {
    Value value = evaluate(input.value.value, scope);
    if (!is_finite(value)) throw Error("the value of \"" + input.name + "\" is not finite");
    values.emplace(input.name, std::move(value));
  }
  return values;
}

std::vector<std::string> argv_of(const Task& task, const Scope& scope) {
  std::vector<std::string> argv;
  if (const auto* script = std::get_if<ScriptBody>(&task.body)) {
    argv = script->shell;
    argv.push_back(script->text.value);
  } else {
    for (const Text& word : std::get<CommandBody>(task.body).argv)
      argv.push_back(expand(word.value, scope));
  }
  return argv;
}

std::string workdir_of(const std::string& folder, const SessionSettings& settings,
                       const Scope& scope) {
  const std::string written = expand(settings.workdir.value_or(""), scope);
  if (written.empty()) return folder;
  return written.front() == '/' || folder.empty() ? written : folder + '/' + written;
}

/// What a task calls; empty where it calls nothing.
std::string target_of(const Task& task, const Scope& scope) {
  const auto* call = std::get_if<CallBody>(&task.body);
  return call == nullptr ? std::string() : expand(call->target.value, scope);
}

std::shared_ptr<const Callable> callable_of(std::string_view target, const LiveJob& live) {
  const std::string_view name = target.substr(target.find(':') + 1);
  auto callable = live.callables().find(name);
  if (callable) return callable;
  throw CannotCompose(
      {.kind = Cause::Kind::spawn_failed},
      "the callable \"" + std::string(name) + "\" is not registered in this program");
}

/// Of a call that takes nothing, and whose function is named as it stands.
const std::string* bare_call(const Task& task) {
  const auto* call = std::get_if<CallBody>(&task.body);
  const bool bare = call != nullptr && task.inputs.empty() &&
                    call->target.value.starts_with("cpp:") &&
                    call->target.value.find("${{") == std::string::npos;
  return bare ? &call->target.value : nullptr;
}

/// Names and folders of a job's calls.
class JobCallPlaces final : public CallPlaces {
 public:
  JobCallPlaces(std::shared_ptr<const LiveJob> live, const Folders& folders)
      : live_(std::move(live)), folders_(folders) {}
  [[nodiscard]] std::string name(const SessionKey& key) const override {
    return live_->read([&](const JobStatus& status) { return status.name(key.instance); });
  }
  [[nodiscard]] std::string folder(const SessionKey& key) const override {
    return folders_.attempt(key.job, key.instance, key.attempt);
  }

 private:
  std::shared_ptr<const LiveJob> live_;
  const Folders& folders_;
};

/// What all processes of a job share (its folder, the pipeline's, the file of params), and the
/// folder of this attempt, whose path is returned.
std::string make_folders(const JobStatus& status, const LiveJob& live, InstanceId instance,
                         Attempt attempt, const Folders& folders) {
  const JobId id = live.record().id;
  live.prepare_once([&] {
    make_folder(folders.job(id));
    make_folder(folders.shared(status.job().name()));
    write_private_file(folders.params_file(id), to_json(Value(status.job().params())));
  });
  const std::string& pipeline = status.graphs().of(instance).plan->name();
  if (pipeline != status.job().name()) make_folder(folders.shared(pipeline));
  return folders.make_attempt(id, instance, attempt);
}

SessionSpec compose_with(const JobStatus& status, const LaunchSession& launch, StoreId store,
                         const LiveJob& live, const std::shared_ptr<const CallPlaces>& places,
                         const Folders& folders) {
  const Task& task = status.graphs().written(launch.instance);
  SessionSpec spec{.key = {store, launch.job, launch.instance, launch.attempt},
                   .placement = launch.placement};
  if (const std::string* target = bare_call(task)) {
    spec.body = CallableSpec{.callable = callable_of(*target, live), .places = places};
    return spec;
  }
  const std::string& pipeline_folder = status.graphs().of(launch.instance).plan->pipeline().folder;
  const JobScope scope(status, launch.job, folders, launch.instance);
  Values inputs = evaluated(task.inputs, scope);
  const std::string target = target_of(task, scope);
  const auto function = python_target(target);
  if (!target.empty() && !function) {
    spec.body = CallableSpec{callable_of(target, live), std::move(inputs), places};
    return spec;
  }
  spec.name = status.name(launch.instance);
  spec.folder = make_folders(status, live, launch.instance, launch.attempt, folders);
  const TaskEnvironment environment{status, launch, folders, live.record(), scope};
  std::vector<std::string> argv;
  if (function) {
    argv = python_argv(live.record().python,
                       {.target = *function,
                        .inputs = std::exchange(inputs, {}),
                        .config = evaluated(task.config, scope),
                        .folder = pipeline_folder,
                        .job_folder = folders.job(launch.job),
                        .attempt_folder = spec.folder},
                       task.outputs);
  } else {
    argv = argv_of(task, scope);
  }
  ProcessSpec process{
      .argv = std::move(argv),
      .env = environment.compose(spec.folder, inputs),
      .workdir = workdir_of(pipeline_folder, status.graphs().settings(launch.instance), scope),
      .clean_env = live.record().clean_env};
  check_lengths(process);
  spec.body = std::move(process);
  return spec;
}

}  // namespace

bool prepare(const LiveJob& live, InstanceId instance, Attempt attempt, const Folders& folders) {
  return live.read([&](const JobStatus& status) {
    if (instance.value >= status.graphs().instance_count()) return false;
    const Task& task = status.graphs().written(instance);
    const auto* call = std::get_if<CallBody>(&task.body);
    if (call != nullptr && !python_target(call->target.value)) return true;
    try {
      make_folders(status, live, instance, attempt, folders);
    } catch (const SessionError&) {  // composing the session meets it again and says so
    }
    return true;
  });
}

std::shared_ptr<const CallPlaces> call_places(std::shared_ptr<const LiveJob> live,
                                              const Folders& folders) {
  return std::make_shared<JobCallPlaces>(std::move(live), folders);
}

SessionSpec compose(const LaunchSession& launch, StoreId store, const LiveJob& live,
                    const std::shared_ptr<const CallPlaces>& places, const Folders& folders) {
  try {
    return live.read([&](const JobStatus& status) {
      return compose_with(status, launch, store, live, places, folders);
    });
  } catch (const CannotCompose&) {
    throw;
  } catch (const SessionError& failure) {
    throw CannotCompose({.kind = Cause::Kind::spawn_failed}, failure.what());
  } catch (const Error& failure) {
    throw CannotCompose({.kind = Cause::Kind::expression_failed}, failure.what());
  }
}

}  // namespace headway::inline v0
