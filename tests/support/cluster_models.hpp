// Cluster models for tests: random ones, and the same ones in disguise.
#pragma once

#include "support/dice.hpp"
#include "support/planning_models.hpp"

#include <headway/schedule/plan/cluster_model.hpp>

#include <cstdint>
#include <utility>
#include <vector>

/// What a random cluster is made of.
struct ClusterRecipe {
  std::uint32_t activities = 20;
  std::uint32_t nodes = 3;
  std::uint32_t slots = 2;
  std::uint32_t devices = 3;  // of a node, at most
  bool shares = true;         // of devices
  bool releases = true;
  bool caps = true;
  bool running = false;
};

/// Dice and parts on their way to a model.
class ClusterDraw {
 public:
  ClusterDraw(std::uint64_t seed, ClusterRecipe recipe) : recipe_(recipe), dice_(seed) {}

  headway::ClusterParts parts() {
    add_nodes();
    for (std::uint32_t a = 0; a < recipe_.activities; ++a) add_activity();
    add_caps();
    headway::PlanningParts edges{.durations = parts_.durations};
    set_edges(edges, random_edges(recipe_.activities, dice_));
    parts_.successor_rows = edges.successor_rows;
    parts_.successors = edges.successors;
    if (recipe_.running) set_running();
    return parts_;
  }

 private:
  void add_nodes() {
    for (std::uint32_t n = 0; n < recipe_.nodes; ++n) {
      headway::ClusterNode node;
      for (std::uint32_t s = 0; s < recipe_.slots; ++s)
        node.capacities.push_back(4 + dice_.below(8));
      const std::uint32_t devices = recipe_.devices == 0 ? 0 : dice_.below(recipe_.devices + 1);
      for (std::uint32_t d = 0; d < devices; ++d) {
        const bool whole = !recipe_.shares || dice_.below(5) > 0;
        node.devices.push_back(
            {whole ? 1000U : 500U, recipe_.shares ? 16 + dice_.below(2) * 8 : 0});
      }
      parts_.nodes.push_back(node);
    }
  }

  /// So much that it fits on one of the nodes.
  void add_activity() {
    const headway::ClusterNode& node = parts_.nodes[dice_.below(recipe_.nodes)];
    parts_.durations.push_back(dice_.below(11));
    for (const std::int64_t capacity : node.capacities) {
      const std::uint32_t most = static_cast<std::uint32_t>(capacity) + 1;
      parts_.demands.push_back(dice_.once_in(2) ? dice_.below(most) : dice_.below(3));
    }
    parts_.device_demands.push_back(device_demand(node));
    if (recipe_.releases) parts_.releases.push_back(dice_.once_in(4) ? dice_.below(20) : 0);
  }

  headway::DeviceDemand device_demand(const headway::ClusterNode& node) {
    std::uint32_t whole = 0;
    for (const auto& device : node.devices) whole += device.thousandths == 1000 ? 1 : 0;
    if (node.devices.empty() || dice_.once_in(2)) return {};
    if (recipe_.shares && (whole == 0 || dice_.once_in(2)))
      return {100 * (1 + dice_.below(whole == 0 ? 5 : 9)), dice_.below(3) * 5};
    return {1000 * (1 + dice_.below(whole)), recipe_.shares ? dice_.below(3) * 8 : 0};
  }

  void add_caps() {
    if (!recipe_.caps) return;
    parts_.caps = {1 + dice_.below(3), 5};
    parts_.cap_rows = {0};
    for (std::uint32_t a = 0; a < recipe_.activities; ++a) {
      if (dice_.once_in(3)) parts_.cap_uses.push_back({0, 1});
      if (dice_.once_in(3)) parts_.cap_uses.push_back({1, dice_.below(5)});
      parts_.cap_rows.push_back(static_cast<std::uint32_t>(parts_.cap_uses.size()));
    }
  }

  /// The first that has no predecessors, on the first node where it fits; it always does alone.
  void set_running() {
    parts_.running_on.assign(recipe_.activities, headway::not_running);
    parts_.releases.clear();
    const headway::ClusterModel model(parts_);
    for (std::uint32_t node = 0; node < recipe_.nodes; ++node) {
      if (model.fits(0, node)) parts_.running_on[0] = node;
    }
  }

  ClusterRecipe recipe_;
  Dice dice_;
  headway::ClusterParts parts_;
};

inline headway::ClusterModel random_cluster(std::uint64_t seed, ClusterRecipe recipe = {}) {
  return headway::ClusterModel(ClusterDraw(seed, recipe).parts());
}
