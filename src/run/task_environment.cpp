// The environment of a task's process.
#include "task_environment.hpp"

#include "callback_token.hpp"
#include "job_scope.hpp"
#include "named_error.hpp"
#include "session_spec.hpp"

#include <headway/base/name.hpp>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace headway::inline v0 {

std::string expand(const std::string& text, const Scope& scope) {
  // A literal `$${{` needs its turn, too.
  return text.find("${{") == std::string::npos ? text : format(evaluate(Value(text), scope));
}

Variables TaskEnvironment::compose(const std::string& attempt_folder, const Values& inputs) const {
  Variables env;
  add_identity(env, attempt_folder);
  add_params(env);
  add_inputs(env, attempt_folder);
  if (!inputs.empty()) {
    const std::string file = attempt_folder + "/inputs.json";
    write_private_file(file, to_json(Value(inputs)));
    env.emplace_back("HEADWAY_INPUTS", file);
  }
  add_own(env);
  return env;
}

void TaskEnvironment::add_identity(Variables& env, const std::string& attempt_folder) const {
  const JobGraphs& graphs = status.graphs();
  env.emplace_back("HEADWAY_OUTPUT", attempt_folder + "/output");
  env.emplace_back("HEADWAY_SHARED", folders.shared(graphs.of(launch.instance).plan->name()));
  env.emplace_back("HEADWAY_JOB_ID", to_string(launch.job));
  env.emplace_back("HEADWAY_TASK", status.name(launch.instance));
  env.emplace_back("HEADWAY_ATTEMPT", std::to_string(launch.attempt));
  env.emplace_back("HEADWAY_ERROR", attempt_folder + '/' + std::string(error_file));
  env.emplace_back("HEADWAY_PROGRESS", attempt_folder + "/progress");
  if (graphs.written(launch.instance).callback) {
    env.emplace_back("HEADWAY_CALLBACK_TOKEN",
                     token_of(folders.data(), {launch.job, launch.instance, launch.attempt}));
  }
  if (graphs.settings(launch.instance).checkpoint.value_or(false)) {
    env.emplace_back("HEADWAY_CHECKPOINT", folders.make_checkpoint(launch.job, launch.instance));
  }
}

void TaskEnvironment::add_params(Variables& env) const {
  const JobGraph& graph = status.graphs().of(launch.instance);
  const bool inner = graph.plan->params() != status.job().params();
  const std::string own_file =
      folders.attempt(launch.job, launch.instance, launch.attempt) + "/params.json";
  if (inner) write_private_file(own_file, to_json(Value(graph.plan->params())));
  env.emplace_back("HEADWAY_PARAMS", inner ? own_file : folders.params_file(launch.job));
  for (const auto& [name, value] : graph.plan->params()) {
    env.emplace_back("HEADWAY_PARAM_" + environment_name(name), format(value));
  }
  const auto surroundings = surroundings_of(status, launch.instance);
  for (const auto& [axis, value] : surroundings.matrix) {
    env.emplace_back("HEADWAY_MATRIX_" + environment_name(axis), format(value));
  }
  if (surroundings.item != nullptr) {
    env.emplace_back("HEADWAY_ITEM", format(with_absolute_paths(*surroundings.item, folders)));
    env.emplace_back("HEADWAY_ITEM_INDEX", std::to_string(surroundings.item_index));
  }
  if (surroundings.round != nullptr) {
    env.emplace_back("HEADWAY_ROUND", std::to_string(surroundings.round->number));
  }
}

void TaskEnvironment::add_inputs(Variables& env, const std::string& attempt_folder) const {
  std::size_t number = 0;
  for (const TaskInput& input : inputs_of(status, launch.instance)) {
    const std::string folder = input_folder(input, attempt_folder, ++number);
    env.emplace_back("HEADWAY_INPUT" + std::to_string(number), folder);
    env.emplace_back("HEADWAY_INPUT_" + environment_name(input.task), folder);
  }
}

std::string TaskEnvironment::input_folder(const TaskInput& input, const std::string& attempt_folder,
                                          std::size_t number) const {
  if (!input.fan_out) return output_folder(input.instances.front());
  std::string folder = attempt_folder + "/input" + std::to_string(number);
  make_folder(folder);
  std::size_t index = 0;
  for (const InstanceId instance : input.instances) {  // one link per element
    const std::string target = output_folder(instance);
    const std::string link = folder + '/' + std::to_string(index++);
    if (::symlink(target.c_str(), link.c_str()) != 0 && errno != EEXIST) {
      throw SessionError("cannot link the input " + link);
    }
  }
  return folder;
}

std::string TaskEnvironment::output_folder(InstanceId instance) const {
  const std::string& committed = status.instance(instance).output_folder;
  return committed.empty() ? folders.make_empty() : folders.absolute(committed);
}

void TaskEnvironment::add_own(Variables& env) const {
  const PipelineJob& job = *status.graphs().of(launch.instance).plan;
  const SessionSettings& settings = status.graphs().settings(launch.instance);
  for (const auto& [name, value] : settings.env) {
    if (value.given()) env.emplace_back(name, expand(*value, scope));
  }
  if (!settings.secrets.given()) return;
  for (const Text& wanted : *settings.secrets) {
    for (const Secret& secret : job.pipeline().secrets) {
      if (secret.name == wanted.value) env.emplace_back(secret.name, resolve_secret(secret));
    }
  }
}

namespace {

[[noreturn]] void unresolved(const Secret& secret, const std::string& why) {
  throw CannotCompose({.kind = Cause::Kind::secret_unresolved},
                      "the secret \"" + secret.name + "\" has no value: " + why);
}

std::string read_secret_file(const Secret& secret, std::string path) {
  const char* home = std::getenv("HOME");
  if (path.starts_with("~/") && home != nullptr) path.replace(0, 1, home);
  std::ifstream file(path, std::ios::binary);
  if (!file) unresolved(secret, "the file " + path + " cannot be read");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

std::string resolve_secret(const Secret& secret) {
  const std::string& reference = secret.reference.value;
  if (reference.starts_with("file:")) return read_secret_file(secret, reference.substr(5));
  const std::string name = reference.substr(reference.find(':') + 1);
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) unresolved(secret, "the environment variable " + name + " is not set");
  return value;
}

}  // namespace headway::inline v0
