// Composing a session.
#include "session_spec.hpp"

#include "job_scope.hpp"
#include "task_environment.hpp"

#include <headway/job/expression.hpp>

#include <utility>
#include <variant>

namespace headway::inline v0 {

namespace {

Values inputs_of(const Task& task, const Scope& scope) {
  Values inputs;
  for (const Input& input : task.inputs)
    inputs.emplace(input.name, evaluate(input.value.value, scope));
  return inputs;
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

std::string workdir_of(const PipelineJob& job, TaskId task, const Scope& scope) {
  const std::string& folder = job.pipeline().folder;
  const std::string written = expand(job.settings(task).workdir.value_or(""), scope);
  if (written.empty()) return folder;
  return written.front() == '/' || folder.empty() ? written : folder + '/' + written;
}

CallableSpec call_of(const CallBody& call, const LiveJob& live, Values inputs) {
  const std::string name = call.target.value.substr(call.target.value.find(':') + 1);
  auto callable = live.callables().find(name);
  if (!callable) {
    throw CannotCompose({.kind = Cause::Kind::spawn_failed},
                        "the callable \"" + name + "\" is not registered in this program");
  }
  return {std::move(callable), std::move(inputs)};
}

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
  return folders.make_attempt(id, instance, attempt);
}

SessionSpec compose_with(const JobStatus& status, const LaunchSession& launch, StoreId store,
                         const LiveJob& live, const Folders& folders,
                         const std::vector<Node>& nodes) {
  const PipelineJob& job = status.job();
  const TaskId id = job.task_of(launch.instance);
  const Task& task = job.written(id);
  const JobScope scope(status, launch.job, folders, launch.instance);

  SessionSpec spec{.key = {store, launch.job, launch.instance, launch.attempt},
                   .name = job.instance_name(launch.instance),
                   .placement = launch.placement};
  Values inputs = inputs_of(task, scope);
  if (const auto* call = std::get_if<CallBody>(&task.body)) {
    spec.folder = folders.attempt(launch.job, launch.instance, launch.attempt);
    spec.body = call_of(*call, live, std::move(inputs));
    return spec;
  }
  spec.folder = make_folders(status, live, launch.instance, launch.attempt, folders);
  const TaskEnvironment environment{status, launch, folders, nodes, live.record(), scope};
  spec.body = ProcessSpec{.argv = argv_of(task, scope),
                          .env = environment.compose(spec.folder, inputs),
                          .workdir = workdir_of(job, id, scope),
                          .clean_env = live.record().clean_env};
  return spec;
}

}  // namespace

void prepare(const LiveJob& live, InstanceId instance, Attempt attempt, const Folders& folders) {
  live.read([&](const JobStatus& status) {
    const Task& task = status.job().written(status.job().task_of(instance));
    if (std::holds_alternative<CallBody>(task.body)) return;
    try {
      make_folders(status, live, instance, attempt, folders);
    } catch (const SessionError&) {  // composing the session meets it again and says so
    }
  });
}

SessionSpec compose(const LaunchSession& launch, StoreId store, const LiveJob& live,
                    const Folders& folders, const std::vector<Node>& nodes) {
  try {
    return live.read([&](const JobStatus& status) {
      return compose_with(status, launch, store, live, folders, nodes);
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
