// Succession: short sessions that take each other's resources without a word from the engine.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/model/node.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace headway::inline v0 {

/// A session that ends frees its resources for whoever is next, which costs a round trip between
/// backend and scheduler. Where sessions are so short that it counts, the next ones are launched
/// behind those that run: the backend starts one when one ends, the scheduler passes on what the
/// other held. A successor that has not begun after `successor_patience` is called back, so that
/// one session that turns out to be long keeps nobody from resources that came free elsewhere.

/// What is launched ahead would take about so long; longer sessions have no successors.
inline constexpr Duration launched_ahead{50'000};
inline constexpr Duration successor_patience{500'000};  // its intent may wait for a slow disk

/// Launched without resources.
struct Successor {
  InstanceId instance{};
  Attempt attempt = 0;
  Instant since{};
};

/// First in, first out. A value.
class Successors {
 public:
  void push(const Successor& last) { all_.push_back(last); }
  [[nodiscard]] bool empty() const { return gone_ == all_.size(); }
  [[nodiscard]] std::size_t size() const { return all_.size() - gone_; }
  [[nodiscard]] const Successor& front() const { return all_[gone_]; }
  void pop() {
    if (2 * ++gone_ < all_.size()) return;
    all_.erase(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(gone_));
    gone_ = 0;
  }
  /// Its entry goes, if it has one. Fast for those near the front.
  void remove(InstanceId instance) {
    for (std::size_t i = gone_; i < all_.size(); ++i) {
      if (all_[i].instance != instance) continue;
      if (i == gone_) return pop();
      all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }
  [[nodiscard]] auto begin() const { return all_.begin() + static_cast<std::ptrdiff_t>(gone_); }
  [[nodiscard]] auto end() const { return all_.end(); }

 private:
  std::vector<Successor> all_;
  std::size_t gone_ = 0;  // of all_, at its beginning
};

/// A line of the backend, of sessions of one class. A value.
struct Succession {
  std::uint64_t number = 0;  // the backend's name of the line; 0: there is none yet
  std::uint32_t places = 0;  // sessions that hold resources and pass them on
  bool brief = false;        // the last session that ended was
  Duration usual{};          // how long sessions lately took, while they are brief: many, as each
                             // is known by the turns of the engine only
  Successors waiting{};      // in the order they were launched
  std::shared_ptr<const Placement> placement{};  // of all who hold resources in it

  /// A session has ended that took so long.
  void ended_after(Duration length) {
    usual = {brief ? (usual.us * 31 + length.us) / 32 : length.us};
    brief = length <= launched_ahead;
  }

  /// How many may wait, at most `most` behind each that runs.
  [[nodiscard]] std::size_t room(std::uint32_t most) const {
    const std::int64_t each = usual.us < 1 ? launched_ahead.us : launched_ahead.us / usual.us;
    return std::size_t{places} * static_cast<std::size_t>(each < most ? each : most);
  }

  /// The first that waits: for whom `is_waiting` still holds. Those before are dropped.
  template <class IsWaiting>
  const Successor* first(const IsWaiting& is_waiting) {
    while (!waiting.empty() && !is_waiting(waiting.front())) waiting.pop();
    return waiting.empty() ? nullptr : &waiting.front();
  }
};

}  // namespace headway::inline v0
