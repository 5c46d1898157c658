// The lines of a simulated machine: sessions that take over from each other.
#pragma once

#include <headway/session/backend.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>

namespace headway::inline v0::testing {

/// Says which sessions may begin, as the backend of a machine does: a line has so many places, and
/// who finds none waits for one. A value.
class SimulatedLines {
 public:
  /// The session waits for a place.
  void enter(const SessionKey& key, const SessionLine& line) {
    Line& here = lines_[line.number];
    here.places = line.places;
    here.waiting.push_back(key);
  }
  /// The next that may begin, of a line that has a place.
  std::optional<SessionKey> next(std::uint64_t line) {
    const auto found = lines_.find(line);
    if (found == lines_.end() || found->second.waiting.empty()) return {};
    Line& here = found->second;
    if (here.taken >= here.places) return {};
    ++here.taken;
    const SessionKey key = here.waiting.front();
    here.waiting.pop_front();
    return key;
  }
  /// A session that had a place has ended.
  void leave(std::uint64_t line) {
    if (line != 0) --lines_.at(line).taken;
  }
  /// Takes a session out that waits; whether it did.
  bool remove(const SessionKey& key, std::uint64_t line) {
    const auto found = lines_.find(line);
    return found != lines_.end() && std::erase(found->second.waiting, key) > 0;
  }
  void clear() { lines_.clear(); }

 private:
  struct Line {
    std::uint32_t places = 0;
    std::uint32_t taken = 0;
    std::deque<SessionKey> waiting{};
  };
  std::map<std::uint64_t, Line> lines_{};
};

}  // namespace headway::inline v0::testing
