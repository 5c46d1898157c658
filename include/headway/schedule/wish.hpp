// Wishes: what the scheduler will ask for, checked again when it is popped.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/event/state.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

inline constexpr std::uint32_t no_rule = 0xFFFFFFFF;

/// A command in waiting, about one attempt or about instances from `first` up to `last`. Between
/// being queued and being popped events may have overtaken it; then it comes to nothing. A value.
struct Wish {
  enum class Kind : std::uint8_t {
    launch,      // the attempt, whose resources are set aside
    stop,        // the attempt's session
    recall,      // the attempt's session, from its line
    conclude,    // the failed attempt: retry, or end the instance
    end,         // all pending instances, in `state`
    end_owner,   // the instance whose graph has ended, in `state`
    ask,         // all pending instances: what their beginning depends on
    graph_over,  // of the graph `first`, which ended well: what follows from it
    time_is_up,  // of the waiting instance
    heartbeat,   // of the attempt
    expire,      // the instance, with or without a session
    cancel,      // everything of halted graphs that has not ended
    close,       // the graph `first`: what follows the end of its tasks
  };

  Kind kind = Kind::end;
  InstanceState state = InstanceState::succeeded;
  std::uint32_t job = 0;  // the job's serial number in the scheduler
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  Attempt attempt = 0;
  std::uint32_t rule = no_rule;  // of conclude: the retry rule it falls under
  Cause cause{};
  Instant time{};  // of the event that gave rise to it

  /// Whether it is about instances from `first` up to `last`.
  [[nodiscard]] bool is_of_range() const {
    return kind == Kind::end || kind == Kind::ask || kind == Kind::cancel;
  }
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
