// Ranks: the order in which the tasks of a job are served along its critical path.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/schedule/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Per task the longest remaining path in microseconds, itself included; a task without an estimate
/// counts one second. Precondition: no cycle. O(tasks + edges).
std::vector<std::int64_t> upward_ranks(const PipelineJob& job);
/// With durations of one's own, per task; one of 0 counts one second.
std::vector<std::int64_t> upward_ranks(const PipelineJob& job,
                                       const std::vector<Duration>& durations);

/// Per task its place: larger priority first, then larger rank, then the order of the job.
/// O(tasks), with a radix sort.
std::vector<std::uint32_t> places_by_rank(const PipelineJob& job,
                                          const std::vector<std::int64_t>& ranks);

/// Per instance the place of its task, for Scheduler::serve.
std::vector<std::uint32_t> places_of_instances(const PipelineJob& job,
                                               std::vector<std::uint32_t> of_tasks);

/// Per instance its place in this order, by estimates; none for `fifo`. Whoever has no schedule for
/// `planned` serves by rank.
std::vector<std::uint32_t> places_of(const PipelineJob& job, Order order);

// ---------------------------------------------------------------------------------------------

namespace detail {
inline std::int64_t longer(std::int64_t path, Duration estimate) {
  constexpr std::int64_t longest = std::int64_t{1} << 62;
  const std::int64_t own = estimate.us > 0 ? estimate.us : 1'000'000;
  return path > longest - own ? longest : path + own;
}

/// One pass of a stable radix sort of `order` by one byte of `keys`, unless all bytes are equal.
inline void sort_by_byte(std::vector<std::uint32_t>& order, std::vector<std::uint32_t>& scratch,
                         const std::vector<std::uint64_t>& keys, unsigned shift) {
  constexpr std::size_t bytes = 256;
  std::size_t starts[bytes + 1] = {};
  const auto byte = [&](std::uint32_t i) { return (keys[i] >> shift) & 0xFFU; };
  for (const std::uint32_t i : order) ++starts[byte(i) + 1];
  for (const std::size_t count : starts) {
    if (count == order.size()) return;
  }
  for (std::size_t i = 1; i <= bytes; ++i) starts[i] += starts[i - 1];
  for (const std::uint32_t i : order) scratch[starts[byte(i)]++] = i;
  std::swap(order, scratch);
}
}  // namespace detail

inline std::vector<std::int64_t> upward_ranks(const PipelineJob& job) {
  std::vector<Duration> estimates;
  estimates.reserve(job.tasks().size());
  for (const JobTask& task : job.tasks()) estimates.push_back(task.estimate);
  return upward_ranks(job, estimates);
}

inline std::vector<std::int64_t> upward_ranks(const PipelineJob& job,
                                              const std::vector<Duration>& durations) {
  const auto size = static_cast<std::uint32_t>(job.tasks().size());
  std::vector<std::int64_t> ranks(size);
  std::vector<std::uint32_t> open(size);  // dependents whose rank is not known yet
  std::vector<TaskId> known;
  for (std::uint32_t t = 0; t < size; ++t) {
    open[t] = static_cast<std::uint32_t>(job.dependents({t}).size());
    if (open[t] == 0) known.push_back({t});
  }
  while (!known.empty()) {
    const TaskId task = known.back();
    known.pop_back();
    std::int64_t& rank = ranks[task.value];  // so far the longest path of its dependents
    rank = detail::longer(rank, durations[task.value]);
    for (const JobEdge& edge : job.predecessors(task)) {
      std::int64_t& above = ranks[edge.task.value];
      if (above < rank) above = rank;
      if (--open[edge.task.value] == 0) known.push_back(edge.task);
    }
  }
  return ranks;
}

inline std::vector<std::uint32_t> places_by_rank(const PipelineJob& job,
                                                 const std::vector<std::int64_t>& ranks) {
  std::vector<std::uint32_t> order(ranks.size());
  std::vector<std::uint32_t> scratch(ranks.size());
  std::vector<std::uint64_t> keys(ranks.size());
  for (std::uint32_t t = 0; t < ranks.size(); ++t) {
    order[t] = t;
    keys[t] = ~static_cast<std::uint64_t>(ranks[t]);
  }
  for (unsigned shift = 0; shift < 64; shift += 8)
    detail::sort_by_byte(order, scratch, keys, shift);
  for (std::uint32_t t = 0; t < ranks.size(); ++t) {
    keys[t] = static_cast<std::uint64_t>(std::int64_t{1} << 31) -
              static_cast<std::uint64_t>(std::int64_t{job.task({t}).priority});
  }
  for (unsigned shift = 0; shift < 40; shift += 8)
    detail::sort_by_byte(order, scratch, keys, shift);
  for (std::uint32_t place = 0; place < order.size(); ++place) scratch[order[place]] = place;
  return scratch;
}

inline std::vector<std::uint32_t> places_of(const PipelineJob& job, Order order) {
  if (order == Order::fifo) return {};
  return places_of_instances(job, places_by_rank(job, upward_ranks(job)));
}

inline std::vector<std::uint32_t> places_of_instances(const PipelineJob& job,
                                                      std::vector<std::uint32_t> of_tasks) {
  if (job.instance_count() == job.tasks().size()) return of_tasks;
  std::vector<std::uint32_t> places(job.instance_count());
  for (std::uint32_t i = 0; i < places.size(); ++i) places[i] = of_tasks[job.task_of({i}).value];
  return places;
}

}  // namespace headway::inline v0
