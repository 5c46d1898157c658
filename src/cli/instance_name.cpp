// Names of instances that a job does not have.
#include "cli/instance_name.hpp"

#include "cli/report.hpp"

#include <headway/base/diagnostic.hpp>

#include <cstdint>
#include <vector>

namespace headway::cli {

namespace {

constexpr std::uint32_t most_names = 10'000;  // compared

}  // namespace

Error no_instance(const JobGraphs& graphs, const std::string& name, const std::string& job,
                  const StoreOptions& at) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < graphs.instance_count() && i < most_names; ++i) {
    names.push_back(graphs.name(InstanceId{i}));
  }
  const auto near = closest(name, names);
  const std::string meant = near.empty() ? "" : "did you mean \"" + near.front() + "\"? ";
  return Error("the job has no instance \"" + name + "\"; " + meant +
               command_line("status " + shell_word(job), at) + " lists what it has");
}

}  // namespace headway::cli
