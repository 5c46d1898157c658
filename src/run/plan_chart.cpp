// From a plan to its picture.
#include <headway/run/plan_chart.hpp>

#include <fmt/core.h>

#include <headway/view/chart.hpp>

#include <map>
#include <utility>

namespace headway::inline v0 {

namespace {

std::string devices_text(const std::vector<DeviceShare>& gpus) {
  std::string text;
  for (const DeviceShare& gpu : gpus) {
    text += fmt::format("{}gpu {}", text.empty() ? "" : ", ", gpu.device);
    if (gpu.thousandths != 1000) text += fmt::format(" ({:g})", gpu.thousandths / 1000.0);
  }
  return text;
}

/// How much of one slot of one node is in use: the sum of what begins and ends.
GanttUse use_of(const JobPlan& plan, const Node& node, const std::string& slot) {
  std::map<Duration, std::int64_t> changes;
  for (const PlannedInstance& instance : plan.instances) {
    if (instance.node != node.name) continue;
    const std::int64_t amount = instance.request.of(slot).raw;
    changes[instance.start] += amount;
    changes[instance.end] -= amount;
  }
  GanttUse use{.place = node.name, .slot = slot, .capacity = node.resources.of(slot)};
  Quantity level{};
  for (const auto& [at, change] : changes) {
    if (change == 0) continue;
    level.raw += change;
    use.levels.emplace_back(at, level);
  }
  return use;
}

std::string subtitle(const JobPlan& plan) {
  std::string text = fmt::format("{} · {}", readable(plan.makespan), to_string(plan.policy));
  if (plan.optimal()) return text + " · no plan is shorter";
  return text + fmt::format(" · none is shorter than {}", readable(plan.lower_bound));
}

}  // namespace

Gantt gantt(const JobPlan& plan) {
  Gantt picture{.title = plan.pipeline, .subtitle = subtitle(plan)};
  picture.lower_bound = plan.lower_bound;
  for (const PlannedInstance& instance : plan.instances) {
    picture.bars.push_back({.name = instance.id,
                            .task = instance.task,
                            .place = instance.node,
                            .detail = devices_text(instance.gpus),
                            .start = instance.start,
                            .end = instance.end,
                            .critical = instance.critical});
  }
  for (const Node& node : plan.nodes) {
    picture.places.push_back(node.name);
    for (const auto& [slot, capacity] : node.resources) {
      GanttUse use = use_of(plan, node, slot);
      if (slot != "gpu_mem" && !use.levels.empty()) picture.uses.push_back(std::move(use));
    }
  }
  return picture;
}

}  // namespace headway::inline v0
