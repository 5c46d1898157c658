// Numbering the values of axes, and looking combinations up.
#include "matrix_choices.hpp"

#include <algorithm>
#include <limits>

namespace headway::inline v0 {
namespace {

constexpr std::uint32_t any_value = std::numeric_limits<std::uint32_t>::max();

std::vector<std::uint32_t> projected(const std::vector<std::uint32_t>& combination,
                                     const std::vector<bool>& named) {
  std::vector<std::uint32_t> pattern(combination.size(), any_value);
  for (std::size_t axis = 0; axis < combination.size(); ++axis) {
    if (named[axis]) pattern[axis] = combination[axis];
  }
  return pattern;
}

}  // namespace

void AxisChoices::add_axis(const std::string& name) {
  grid_.axes.push_back(name);
  grid_.values.emplace_back();
  grid_.texts.emplace_back();
  numbers_.emplace_back();
}

std::pair<std::uint32_t, bool> AxisChoices::choice(std::size_t axis, const Value& value) {
  const auto next = static_cast<std::uint32_t>(grid_.values[axis].size());
  const auto [found, fresh] = numbers_[axis].emplace(format(value), next);
  if (fresh) {
    grid_.values[axis].push_back(value);
    grid_.texts[axis].push_back(detail::axis_text(value));
  }
  return {found->second, fresh};
}

std::size_t AxisChoices::number_of(std::string_view axis) const {
  return static_cast<std::size_t>(std::find(grid_.axes.begin(), grid_.axes.end(), axis) -
                                  grid_.axes.begin());
}

std::optional<std::uint32_t> AxisChoices::place_of(std::size_t axis, const Value& value) const {
  const auto known = numbers_[axis].find(format(value));
  if (known == numbers_[axis].end() || grid_.values[axis][known->second] != value) return {};
  return known->second;
}

Exclusions::Exclusions(const std::vector<Combination>& excluded, const AxisChoices& choices,
                       std::size_t axes) {
  for (const Combination& combination : excluded) {
    Choices pattern(axes, any_value);
    std::vector<bool> named(axes);
    bool possible = true;
    for (const auto& [name, value] : combination.values) {
      const std::size_t axis = choices.number_of(name);
      const auto at = choices.place_of(axis, value);
      possible = possible && at.has_value();
      named[axis] = true;
      if (at) pattern[axis] = *at;
    }
    if (possible) patterns_[std::move(named)].insert(std::move(pattern));
  }
}

bool Exclusions::contain(const std::vector<std::uint32_t>& combination) const {
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const auto& group) {
    return group.second.contains(projected(combination, group.first));
  });
}

}  // namespace headway::inline v0
