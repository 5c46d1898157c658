// Planning models for tests: random ones, and the same ones in disguise.
#pragma once

#include "support/dice.hpp"

#include <headway/schedule/plan/planning_model.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

/// What a random model is made of.
struct ModelRecipe {
  std::uint32_t activities = 20;
  std::uint32_t resources = 3;
  std::int64_t unit = 1;  // of durations, demands and capacities
};

inline std::vector<std::pair<std::uint32_t, std::uint32_t>> random_edges(std::uint32_t size,
                                                                         Dice& dice) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (std::uint32_t a = 0; a < size; ++a) {
    for (std::uint32_t b = a + 1; b < size; ++b) {
      if (dice.once_in(size / 2 + 1)) edges.emplace_back(a, b);
    }
  }
  return edges;
}

/// Sorts edges into rows. `edges` go from predecessor to successor.
inline void set_edges(headway::PlanningParts& parts,
                      std::vector<std::pair<std::uint32_t, std::uint32_t>> edges) {
  std::sort(edges.begin(), edges.end());
  parts.successor_rows.assign(parts.durations.size() + 1, 0);
  for (const auto& [a, b] : edges) ++parts.successor_rows[a + 1];
  std::partial_sum(parts.successor_rows.begin(), parts.successor_rows.end(),
                   parts.successor_rows.begin());
  for (const auto& [a, b] : edges) parts.successors.push_back(b);
}

inline headway::PlanningModel random_model(std::uint64_t seed, ModelRecipe recipe = {}) {
  Dice dice(seed);
  headway::PlanningParts parts;
  for (std::uint32_t r = 0; r < recipe.resources; ++r)
    parts.capacities.push_back(recipe.unit * (4 + dice.below(12)));
  for (std::uint32_t a = 0; a < recipe.activities; ++a) {
    parts.durations.push_back(recipe.unit * dice.below(11));
    for (const std::int64_t capacity : parts.capacities) {
      const auto most = static_cast<std::uint32_t>(capacity / recipe.unit);
      parts.demands.push_back(dice.once_in(2) ? recipe.unit * dice.below(most + 1) : 0);
    }
  }
  set_edges(parts, random_edges(recipe.activities, dice));
  return headway::PlanningModel(std::move(parts));
}

/// The same model where activity a is called names[a].
inline headway::PlanningModel relabelled(const headway::PlanningModel& model,
                                         const std::vector<std::uint32_t>& names) {
  headway::PlanningParts parts;
  parts.durations.resize(model.size());
  parts.demands.resize(model.size() * model.resources());
  for (std::size_t r = 0; r < model.resources(); ++r) parts.capacities.push_back(model.capacity(r));
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    parts.durations[names[a]] = model.duration(a);
    for (std::size_t r = 0; r < model.resources(); ++r)
      parts.demands[names[a] * model.resources() + r] = model.demand(a)[r];
    for (const std::uint32_t b : model.successors(a)) edges.emplace_back(names[a], names[b]);
  }
  set_edges(parts, std::move(edges));
  return headway::PlanningModel(std::move(parts));
}
