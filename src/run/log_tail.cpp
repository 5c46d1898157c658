// The end of an attempt's log.
#include "log_tail.hpp"

#include <headway/base/error.hpp>
#include <headway/run/explanation.hpp>

#include <algorithm>
#include <fstream>
#include <vector>

namespace headway::inline v0 {

std::string log_path_of(const Folders& folders, const JobStatus& status, JobId job,
                        std::string_view instance, Attempt attempt) {
  const auto id = status.graphs().find(instance);
  if (!id)
    throw Error("job " + to_string(job) + " has no instance \"" + std::string(instance) + '"');
  if (attempt == 0) attempt = std::max<Attempt>(status.instance(*id).attempts, 1);
  return folders.attempt(job, *id, attempt) + "/log";
}

std::string log_tail(const Folders& folders, const JobStatus& status, JobId job,
                     std::string_view instance, Attempt attempt, std::size_t limit) {
  std::ifstream log(log_path_of(folders, status, job, instance, attempt),
                    std::ios::binary | std::ios::ate);
  if (!log) return {};
  const auto size = static_cast<std::size_t>(log.tellg());
  const std::size_t wanted = std::min(size, limit);
  std::string text(wanted, '\0');
  log.seekg(static_cast<std::streamoff>(size - wanted));
  log.read(text.data(), static_cast<std::streamsize>(wanted));
  text.resize(static_cast<std::size_t>(log.gcount()));
  return text;
}

std::string describe_failure(const JobStatus& status) {
  if (status.state() == JobState::succeeded) return {};
  std::string text(to_string(status.state()));
  const std::vector<InstanceId> failed = failures(status);
  if (failed.empty()) return text;
  const InstanceStatus& first = status.instance(failed.front());
  text += ": " + status.name(failed.front()) + " ended with " + to_string(first.cause);
  if (!first.message.empty()) text += " (" + first.message + ')';
  return text;
}

}  // namespace headway::inline v0
