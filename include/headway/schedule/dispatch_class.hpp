// Dispatch classes: the lines in which instances that ask for the same wait.
#pragma once

#include <headway/job/job_task.hpp>
#include <headway/schedule/instance_record.hpp>
#include <headway/schedule/min_heap.hpp>
#include <headway/schedule/pool.hpp>
#include <headway/schedule/succession.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// How much of a share is asked for: the group that has it, and which of the group's it is.
struct ShareAmount {
  std::uint32_t group = 0;
  std::uint32_t share = 0;
  std::int64_t amount = 0;
  friend bool operator==(const ShareAmount&, const ShareAmount&) = default;
};

/// Instances of one job with one demand, and under the same caps. When the first of a line does not
/// fit, none of it does: a dispatch looks at classes, not at instances.
struct DispatchClass {
  /// Keys in 64 bits: the place in the policy's order, then the instance. An entry counts while its
  /// instance is in the phase that the line is for.
  using Line = MinHeap<std::uint64_t>;

  DemandId demand{};
  std::uint32_t group = 0;            // of those that share a cap; 0: none
  std::vector<ShareAmount> shared{};  // of slots of which the jobs around it have shares
  Line ready{};                       // to be intended
  Line intended{};                    // to be launched
  Succession successions[2]{};        // of processes and of calls that are launched

  [[nodiscard]] Line& line(Phase phase) { return phase == Phase::ready ? ready : intended; }
  /// Precondition: `kind` is not `none`.
  [[nodiscard]] Succession& succession(LineKind kind) {
    return successions[kind == LineKind::calls ? 1 : 0];
  }
};

constexpr InstanceId instance_of(std::uint64_t key) {
  return {static_cast<std::uint32_t>(key & 0xFFFFFFFFU)};
}

constexpr std::uint64_t key_of(std::uint32_t place, InstanceId instance) {
  return std::uint64_t{place} << 32U | instance.value;
}

}  // namespace headway::inline v0
