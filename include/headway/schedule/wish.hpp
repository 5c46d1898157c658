// Wishes: what the scheduler will ask for, checked again when it is popped.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/event/state.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// A command in waiting, about one attempt or about instances from `first` up to `last`. Between
/// being queued and being popped events may have overtaken it; then it comes to nothing. A value.
struct Wish {
  enum class Kind : std::uint8_t {
    launch,    // the attempt, whose resources are set aside
    stop,      // the attempt's session
    conclude,  // the failed attempt: retry, or end the instance
    end,       // all pending instances, in `state`
    cancel,    // everything that has not ended
    end_job,
  };

  Kind kind = Kind::end_job;
  InstanceState state = InstanceState::succeeded;
  std::uint32_t job = 0;  // the job's serial number in the scheduler
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  Attempt attempt = 0;
  Cause cause{};
  Instant time{};  // of the event that gave rise to it
};

/// First in, first out. Its memory is given back when it runs empty.
class WishQueue {
 public:
  void push(const Wish& wish) { wishes_.push_back(wish); }
  [[nodiscard]] bool empty() const { return next_ == wishes_.size(); }
  /// Precondition: not empty.
  [[nodiscard]] Wish& front() { return wishes_[next_]; }
  void pop() {
    if (++next_ < wishes_.size()) return;
    next_ = 0;
    if (wishes_.capacity() > 4096) {
      wishes_ = {};
    } else {
      wishes_.clear();
    }
  }

 private:
  std::vector<Wish> wishes_;
  std::size_t next_ = 0;  // those before it are done
};

}  // namespace headway::inline v0
