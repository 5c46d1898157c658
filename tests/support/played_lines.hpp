// Lines of a played backend: who may begin, in the order of launches.
#pragma once

#include <headway/schedule/command.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>

/// As a backend keeps them. What is in no line may begin at once.
class PlayedLines {
 public:
  /// Whether it may begin at once; else it waits.
  bool add(const headway::LaunchSession& launch) {
    if (launch.line == 0) return true;
    Line& line = lines_[launch.line];
    line.places = launch.places;
    if (line.taken < line.places) return ++line.taken > 0;
    line.waiting.push_back(launch);
    return false;
  }

  /// A session of the line that had begun has ended: the next, if there is one.
  std::optional<headway::LaunchSession> leave(std::uint64_t number) {
    if (number == 0) return {};
    Line& line = lines_.at(number);
    --line.taken;
    if (line.waiting.empty() || line.taken >= line.places) return {};
    auto next = std::move(line.waiting.front());
    line.waiting.pop_front();
    ++line.taken;
    return next;
  }

  /// Takes out what waits; false when it does not.
  bool remove(headway::InstanceId instance) {
    for (auto& [number, line] : lines_) {
      const auto same = [&](const auto& waiting) { return waiting.instance == instance; };
      if (std::erase_if(line.waiting, same) > 0) return true;
    }
    return false;
  }

 private:
  struct Line {
    std::uint32_t places = 0;
    std::uint32_t taken = 0;
    std::deque<headway::LaunchSession> waiting{};
  };
  std::map<std::uint64_t, Line> lines_{};
};
