// Where an expected duration comes from.
#include "expected_durations.hpp"

#include <algorithm>
#include <variant>

namespace headway::inline v0 {

std::span<const Duration> ExpectedDurations::alone(Duration duration) {
  return alone_.try_emplace(duration, 1, duration).first->second;
}

std::span<const Duration> ExpectedDurations::of(const JobStatus& job, InstanceId id) {
  const std::string name = job.name(id);
  const std::string path = task_path(job.graphs(), id);
  for (const std::string* wanted : {&name, &path}) {
    const auto given = given_->find(*wanted);
    if (given != given_->end()) return alone(given->second.value);
  }
  const JobTask& task = job.graphs().task(id);
  if (task.kind == TaskKind::join || task.kind == TaskKind::fail) return alone({});
  const auto* wait = std::get_if<WaitBody>(&job.graphs().written(id).body);
  if (wait != nullptr && wait->until.value.empty()) return alone(wait->pause);
  for (const std::string* wanted : {&name, &path}) {
    if (wait != nullptr) break;  // for a time that is not known yet: what it was says nothing
    if (const auto& earlier = history_->durations(*wanted); !earlier.empty()) return earlier;
  }
  if (task.estimate.us > 0) return alone(task.estimate);
  ++guessed_;
  return alone({1'000'000});
}

Duration median(std::span<const Duration> durations) {
  std::vector<Duration> sorted(durations.begin(), durations.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

}  // namespace headway::inline v0
