// Gates: how many instances of a task without sessions may be under way.
#pragma once

#include <headway/base/id.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace headway::inline v0 {

/// Of a task with `max_parallel` whose instances are inner jobs, repeats, or wait: they hold
/// nothing, and each counts from its start to its end. In the order of the instances. A value.
class Gate {
 public:
  Gate(std::uint32_t most, InstanceId first, std::uint32_t count)
      : most_(most), first_(first.value), inside_(count) {}

  /// The next one that may begin, and counts from now on; nothing while there are enough. `waits`
  /// says of an instance whether it still is to begin.
  template <class Waits>
  std::optional<InstanceId> let_in(const Waits& waits) {
    while (count_ < most_ && next_ < inside_.size()) {
      const std::uint32_t place = next_++;
      if (!waits(InstanceId{first_ + place})) continue;
      inside_[place] = true;
      ++count_;
      return InstanceId{first_ + place};
    }
    return {};
  }

  /// Counts the end of one of the instances; whether it made room.
  bool let_out(InstanceId id) {
    const std::uint32_t place = id.value - first_;
    if (!inside_[place]) return false;
    inside_[place] = false;
    --count_;
    return true;
  }

 private:
  std::uint32_t most_;
  std::uint32_t first_;       // instance
  std::uint32_t next_ = 0;    // places before it have been let in, or were gone by themselves
  std::uint32_t count_ = 0;   // inside
  std::vector<bool> inside_;  // by place
};

}  // namespace headway::inline v0
