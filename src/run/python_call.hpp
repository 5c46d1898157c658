// Python calls: `call: python:module:name` as a process that runs the worker.
#pragma once

#include <headway/model/task.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// What one call is made of; every `${{ }}` is replaced.
struct PythonCall {
  std::string target{};  // `package.module:name`
  Values inputs{};
  Values config{};
  std::string folder{};          // of the pipeline: modules are looked for there first
  std::string job_folder{};      // where the worker is put, once
  std::string attempt_folder{};  // where the description is put
};

/// `target` without its `python:`; nothing when it calls something else.
std::optional<std::string> python_target(std::string_view target);

/// What `python -m headway.worker` is told: the call, and which of `outputs` are expected, as JSON.
std::string describe(const PythonCall& call, const std::vector<OutputDeclaration>& outputs);

/// The interpreter: $HEADWAY_PYTHON, else `wanted`, else `python3`. A word is looked for on PATH
/// now, so that a job that goes on elsewhere has the same one; where nothing is found it stays one.
std::string python_interpreter(const std::string& wanted);

/// Writes the worker and the description, and gives the command that runs the call. Throws
/// SessionError.
std::vector<std::string> python_argv(const std::string& interpreter, const PythonCall& call,
                                     const std::vector<OutputDeclaration>& outputs);

/// Writes the worker beneath `job_folder`, and gives the command that prints, as JSON, `file` and
/// `digest` of the source of a target, or `problem`. Throws SessionError.
std::vector<std::string> python_source_argv(const std::string& interpreter,
                                            const std::string& target, const std::string& folder,
                                            const std::string& job_folder);

}  // namespace headway::inline v0
