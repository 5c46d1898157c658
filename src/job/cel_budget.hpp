// What one evaluation may still cost.
#pragma once

#include <headway/job/expression.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace headway::inline v0 {

/// The budget is spent. Thrown inside of the room, never out of it; && and || do not absorb it.
struct Exhausted {
  std::string reason;
};

/// Counts down; what would pass the end throws Exhausted before it is done.
class Budget {
 public:
  /// About 10 ns each: a term, a comparison, 256 bytes that are looked through.
  void work(std::uint64_t amount) {
    if (amount > work_) throw Exhausted{"it takes too much work"};
    work_ -= amount;
  }
  void look_through(std::size_t bytes) { work(1 + bytes / 256); }
  /// Bytes of a new value.
  void memory(std::uint64_t bytes) {
    if (bytes > memory_) throw Exhausted{"it builds too large a value"};
    memory_ -= bytes;
  }
  /// A copy of `value` inside of a new one.
  void copy(const Value& value);

 private:
  std::uint64_t work_ = most_expression_work;
  std::uint64_t memory_ = most_expression_memory;
};

}  // namespace headway::inline v0
