// The sessions of a job that are under way.
#pragma once

#include "progress_file.hpp"

#include <headway/event/state.hpp>
#include <headway/model/node.hpp>
#include <headway/model/value.hpp>
#include <headway/store/reader.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// What the engine must remember of an attempt from its intent to its end.
struct LiveSession {
  Attempt attempt = 0;
  Sequence intent{};                             // durable up to here: the session may start
  std::string handle{};                          // the backend's, once accepted
  std::shared_ptr<const Placement> placement{};  // once launched
  std::uint64_t line = 0;                        // once launched; 0: none
  std::optional<Cause> stopping{};               // why it is to stop
  bool given = false;                            // the backend has it
  bool asked = false;       // an earlier engine gave it; the backend was asked what became of it
  bool recalled = false;    // from its line, and not heard of since
  bool unknown = false;     // the backend had no answer; it is asked again and again
  bool collecting = false;  // its outputs are being committed
  bool parked = false;      // it is over, and a callback is to bring its result
  std::shared_ptr<const Values> left{};  // outputs that a parked session left
  std::string folder{};                  // what it left, committed
  ProgressMark heard{};                  // its last sign of life, when it was last asked for

  /// Why its backend was told to stop it. While nobody knows whether it still runs, it was not: its
  /// end came by itself, before there was a reason.
  [[nodiscard]] std::optional<Cause> stopped_for() const { return asked ? std::nullopt : stopping; }
};

/// At most one per instance: an attempt begins when the one before it is over. Each is found at
/// once and costs no allocation. Addresses hold until `close`.
class SessionTable {
 public:
  LiveSession& open(InstanceId instance, Attempt attempt) {
    close(instance);
    if (places_.size() <= instance.value) places_.resize(instance.value + std::size_t{1});
    if (spare_.empty()) {
      sessions_.emplace_back();
      spare_.push_back(static_cast<std::uint32_t>(sessions_.size()));
    }
    places_[instance.value] = spare_.back();
    spare_.pop_back();
    LiveSession& session = sessions_[places_[instance.value] - std::size_t{1}];
    session.attempt = attempt;
    return session;
  }

  /// Null when the attempt is not under way.
  [[nodiscard]] LiveSession* find(InstanceId instance, Attempt attempt) {
    if (instance.value >= places_.size() || places_[instance.value] == 0) return nullptr;
    LiveSession& session = sessions_[places_[instance.value] - std::size_t{1}];
    return session.attempt == attempt ? &session : nullptr;
  }

  void close(InstanceId instance) {
    if (instance.value >= places_.size() || places_[instance.value] == 0) return;
    const std::uint32_t place = std::exchange(places_[instance.value], 0);
    sessions_[place - std::size_t{1}] = {};
    spare_.push_back(place);
  }

  /// Calls `visitor(InstanceId, LiveSession&)` for each, in the order of instances.
  template <class Visitor>
  void each(const Visitor& visitor) {
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
      if (places_[i] != 0) visitor(InstanceId{i}, sessions_[places_[i] - std::size_t{1}]);
    }
  }

 private:
  std::vector<std::uint32_t> places_;  // by instance: in sessions_, from 1; 0: none
  std::vector<std::uint32_t> spare_;   // places without a session
  std::deque<LiveSession> sessions_;
};

}  // namespace headway::inline v0
