// The environment of a task's process: the variables that page "What a task finds" promises.
#pragma once

#include "surroundings.hpp"

#include <headway/event/job_state.hpp>
#include <headway/job/expression.hpp>
#include <headway/run/folders.hpp>
#include <headway/schedule/command.hpp>
#include <headway/store/store.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// `text` with every `${{ }}` replaced; as it is when it has none.
std::string expand(const std::string& text, const Scope& scope);

/// Everything the variables are made from; borrowed for one composition. What the devices and cpus
/// ask for the backend adds, unless the task sets it.
struct TaskEnvironment {
  const JobStatus& status;
  const LaunchSession& launch;
  const Folders& folders;
  const JobRecord& record;
  const Scope& scope;

  /// All variables; files they point at are written into `attempt_folder`. The task's own `env` and
  /// secrets come last and win.
  [[nodiscard]] Variables compose(const std::string& attempt_folder, const Values& inputs) const;

 private:
  void add_identity(Variables& env, const std::string& attempt_folder) const;
  void add_params(Variables& env) const;
  void add_inputs(Variables& env, const std::string& attempt_folder) const;
  void add_own(Variables& env) const;
  [[nodiscard]] std::string input_folder(const TaskInput& input, const std::string& attempt_folder,
                                         std::size_t number) const;
  [[nodiscard]] std::string output_folder(InstanceId instance) const;
};

}  // namespace headway::inline v0
