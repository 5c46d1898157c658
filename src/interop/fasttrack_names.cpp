// Names: FastTrack's are free text, headway's are words.
#include "fasttrack_parts.hpp"

#include <headway/base/name.hpp>

namespace headway::inline v0::fasttrack {
namespace {

/// Letters, digits, `_` and `-` as they are, a `-` for what is between them.
std::string legal(std::string_view wanted) {
  std::string name;
  for (char c : wanted) {
    const bool kept = detail::is_letter(c) || detail::is_digit(c) || c == '-';
    if (kept && (c != '-' || !name.ends_with('-'))) name += c;
    if (!kept && !name.empty() && name.back() != '-') name += '-';
  }
  while (name.ends_with('-')) name.pop_back();
  while (name.starts_with('-')) name.erase(0, 1);
  if (name.empty()) return "task";
  if (!detail::is_letter(name.front())) name.insert(0, "task-");
  return name.substr(0, longest_name);
}

std::string numbered(const std::string& name, std::size_t number) {
  const std::string ending = '-' + std::to_string(number);
  return name.substr(0, longest_name - ending.size()) + ending;
}

}  // namespace

void TaskNames::reserve(const std::string& wanted) {
  if (is_task_name(wanted)) owners_.emplace(environment_name(wanted), wanted);
}

std::string TaskNames::take(const std::string& wanted) {
  std::string name = is_task_name(wanted) ? wanted : legal(wanted);
  if (name == wanted && owners_.emplace(environment_name(name), wanted).first->second == wanted) {
    return name;
  }
  std::string free = name;
  for (std::size_t number = 2; !owners_.emplace(environment_name(free), wanted).second; ++number) {
    free = numbered(name, number);
  }
  return free;
}

std::string_view find(const Options& options, std::string_view name) {
  for (const auto& [key, value] : options) {
    if (key == name) return value;
  }
  return {};
}

void put(Options& options, std::string_view name, std::string value) {
  for (auto& [key, old] : options) {
    if (key == name) {
      old = std::move(value);
      return;
    }
  }
  options.emplace_back(name, std::move(value));
}

void drop(Options& options, std::string_view name) {
  std::erase_if(options, [&](const auto& option) { return option.first == name; });
}

}  // namespace headway::inline v0::fasttrack
