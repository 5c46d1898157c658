// Key material: what the result of a cached task depends on, gathered from the values of its job.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/model/callable.hpp>
#include <headway/run/folders.hpp>
#include <headway/store/reader.hpp>

#include <map>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// Of one instance. What must be read from the disk is named here and read by CacheKeys. A value.
struct KeyMaterial {
  Values parts{};                      // by name: `command`, `params.rate`, `task prep`, …
  Values visible{};                    // params and rounds that a text may name as a variable
  std::vector<std::string> texts{};    // in which it may: of a script, of a command
  std::string folder{};                // the pipeline's
  std::vector<std::string> sources{};  // globs beneath it
  std::vector<std::string> words{};    // files beneath it if there are any
  std::string interpreter{};           // of a Python call
  std::string target{};                // of a Python call: `module:name`
  std::string job_folder{};            // where the worker is put
  std::string problem{};               // not empty: it cannot be cached, and this is why
};

/// The variables are those of a task's environment. Throws Error when an expression has no value.
KeyMaterial key_material(const JobStatus& status, const JobRecord& record,
                         const Callables& callables, const Folders& folders, InstanceId instance);

}  // namespace headway::inline v0
