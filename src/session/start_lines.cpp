// Places are taken when a request may begin, and given on when its session ends.
#include "start_lines.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {

bool erase_from(std::deque<StartRequest>& requests, const SessionKey& key) {
  return std::erase_if(requests, [&](const auto& start) { return start.key == key; }) > 0;
}

}  // namespace

void StartLines::add(StartRequest request) {
  if (request.line.number == 0) return due_.push_back(std::move(request));
  const auto line = lines_.try_emplace(request.line.number).first;
  line->second.places = request.line.places;
  line->second.waiting.push_back(std::move(request));
  fill(line);
}

/// Forgets a line that nobody is in.
void StartLines::fill(Lines::iterator line) {
  auto& [places, taken, waiting] = line->second;
  for (; taken < places && !waiting.empty(); ++taken) {
    due_.push_back(std::move(waiting.front()));
    waiting.pop_front();
  }
  if (taken == 0 && waiting.empty()) lines_.erase(line);
}

std::optional<StartRequest> StartLines::next() {
  if (due_.empty()) return std::nullopt;
  std::optional<StartRequest> first = std::move(due_.front());
  due_.pop_front();
  return first;
}

void StartLines::leave(std::uint64_t line) {
  const auto found = lines_.find(line);
  if (found == lines_.end()) return;
  --found->second.taken;
  fill(found);
}

bool StartLines::remove(const SessionKey& key) {
  const auto due =
      std::find_if(due_.begin(), due_.end(), [&](const auto& start) { return start.key == key; });
  if (due != due_.end()) {
    const auto line = due->line.number;
    due_.erase(due);
    leave(line);
    return true;
  }
  for (auto line = lines_.begin(); line != lines_.end(); ++line) {
    if (!erase_from(line->second.waiting, key)) continue;
    fill(line);
    return true;
  }
  return false;
}

void StartLines::clear() {
  due_.clear();
  lines_.clear();
}

bool StartLines::is_supplied(std::uint64_t line) const {
  const auto found = lines_.find(line);
  return found != lines_.end() && found->second.waiting.size() >= found->second.places;
}

}  // namespace headway::inline v0
