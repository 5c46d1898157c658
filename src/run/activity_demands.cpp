// What activities ask for.
#include "activity_demands.hpp"

#include <headway/base/invalid_pipeline.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::uint32_t whole_device = 1000;  // thousandths

std::vector<ClusterDevice> devices_of(const Node& node) {
  std::vector<ClusterDevice> devices;
  const std::int64_t memory = node.resources.of("gpu_mem").raw;
  for (std::int64_t left = node.resources.of("gpu").raw; left > 0; left -= whole_device) {
    devices.push_back(
        {static_cast<std::uint32_t>(std::min<std::int64_t>(left, whole_device)), memory});
  }
  return devices;
}

[[noreturn]] void refuse(std::string code, std::string message, std::string next) {
  Diagnostics found;
  found.add({.code = std::move(code), .message = std::move(message), .notes = {std::move(next)}});
  throw InvalidPipeline(std::move(found));
}

/// A schedule has a bit for each device of a node.
void require_few_devices(const Node& node) {
  constexpr std::int64_t most = 64;
  const std::int64_t devices = (node.resources.of("gpu").raw + whole_device - 1) / whole_device;
  if (devices <= most) return;
  refuse("not-supported-yet",
         fmt::format("a plan knows at most {} devices of a node, and \"{}\" has {}", most,
                     node.name, devices),
         "plan for nodes with fewer");
}

/// Whole devices and a part of one more are planned as if that were whole, too.
std::uint32_t plannable(std::int64_t thousandths) {
  if (thousandths <= whole_device) return static_cast<std::uint32_t>(thousandths);
  return static_cast<std::uint32_t>((thousandths + whole_device - 1) / whole_device * whole_device);
}

}  // namespace

ActivityDemands::ActivityDemands(const JobStatus& job, const std::vector<Node>& nodes)
    : job_(job), nodes_(nodes) {
  for (const Node& node : nodes) require_few_devices(node);
  for (std::uint32_t g = 0; g < job.graphs().size(); ++g) {
    graphs_.push_back(caps_of(job.graphs().at(g)));
  }
}

std::uint32_t ActivityDemands::add_cap(std::int64_t most) {
  caps_.push_back(most);
  return static_cast<std::uint32_t>(caps_.size() - 1);
}

ActivityDemands::GraphCaps ActivityDemands::caps_of(const JobGraph& graph) {
  GraphCaps caps;
  const PipelineJob& plan = *graph.plan;
  if (plan.max_parallel() != 0) caps.holders.push_back(add_cap(plan.max_parallel()));
  for (std::uint32_t t = 0; t < plan.tasks().size(); ++t) {
    const JobTask& task = plan.task({t});
    const bool capped = task.max_parallel != 0 && task.max_parallel < task.count;
    if (capped && task.has_session()) caps.tasks.emplace(t, add_cap(task.max_parallel));
  }
  for (const auto& [slot, capacity] : plan.job_slots()) {
    caps.slots.push_back({plan.slots()[slot.value], add_cap(capacity), false});
  }
  for (const auto& [slot, capacity] : plan.capped_slots()) {
    caps.slots.push_back({plan.slots()[slot.value], add_cap(capacity), true});
  }
  return caps;
}

std::uint32_t ActivityDemands::column(std::string_view slot) {
  const auto known = std::find(slots_.begin(), slots_.end(), slot);
  if (known == slots_.end()) slots_.emplace_back(slot);
  return static_cast<std::uint32_t>(std::find(slots_.begin(), slots_.end(), slot) - slots_.begin());
}

void ActivityDemands::add_none() { asks_.emplace_back(); }

Resources ActivityDemands::request_of(std::uint32_t g, InstanceId id) const {
  if (job_.instance(id).request) return *job_.instance(id).request;
  const JobGraph& graph = job_.graphs().at(g);
  Resources request;
  for (const auto& [slot, amount] : graph.plan->demand(graph.task(id).shape)) {
    request.set(graph.plan->slots()[slot.value], {amount});
  }
  return request;
}

void ActivityDemands::set(std::uint32_t g, InstanceId id) {
  Ask made;
  for (const auto& [slot, quantity] : request_of(g, id)) ask(made, g, slot, quantity.raw);
  count_session(made, g, id);
  if (!fits_somewhere(made)) {
    refuse("too-large-request",
           fmt::format("\"{}\" asks for {}, and no node could ever hold that", job_.name(id),
                       to_string(request_of(g, id))),
           "ask for less, or plan for larger nodes");
  }
  asks_.back() = std::move(made);
}

void ActivityDemands::ask(Ask& ask, std::uint32_t g, std::string_view slot, std::int64_t amount) {
  bool on_nodes = true;
  for (std::uint32_t graph = g;; graph = job_.graphs().at(graph).enclosing) {
    for (const SlotCap& cap : graphs_[graph].slots) {
      if (cap.slot != slot) continue;
      ask.caps.push_back({cap.cap, amount});
      on_nodes = on_nodes && cap.on_nodes;
    }
    if (graph == 0) break;
  }
  if (!on_nodes || amount == 0) return;
  if (slot == "gpu") {
    ask.devices.thousandths = plannable(amount);
  } else if (slot == "gpu_mem") {
    ask.devices.memory = amount;
  } else {
    ask.amounts.emplace_back(column(slot), amount);
  }
}

void ActivityDemands::count_session(Ask& ask, std::uint32_t g, InstanceId id) const {
  const auto own = graphs_[g].tasks.find(job_.graphs().at(g).task_of(id).value);
  if (own != graphs_[g].tasks.end()) ask.caps.push_back({own->second, 1});
  for (std::uint32_t graph = g;; graph = job_.graphs().at(graph).enclosing) {
    for (const std::uint32_t cap : graphs_[graph].holders) ask.caps.push_back({cap, 1});
    if (graph == 0) break;
  }
}

bool ActivityDemands::fits_somewhere(const Ask& ask) const {
  const bool within = std::all_of(ask.caps.begin(), ask.caps.end(),
                                  [&](const CapUse& use) { return use.amount <= caps_[use.cap]; });
  return within && std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
           const auto devices = devices_of(node);
           const auto usable =
               std::count_if(devices.begin(), devices.end(), [&](const ClusterDevice& device) {
                 return device.thousandths >= ask.devices.share() &&
                        device.memory >= ask.devices.memory;
               });
           return usable >= ask.devices.devices() &&
                  std::all_of(ask.amounts.begin(), ask.amounts.end(), [&](const auto& amount) {
                    return node.resources.of(slots_[amount.first]).raw >= amount.second;
                  });
         });
}

void ActivityDemands::write(ClusterParts& parts) const {
  parts.demands.assign(asks_.size() * slots_.size(), 0);
  parts.cap_rows = {0};
  for (std::size_t a = 0; a < asks_.size(); ++a) {
    for (const auto& [slot, amount] : asks_[a].amounts) {
      parts.demands[a * slots_.size() + slot] = amount;
    }
    parts.device_demands.push_back(asks_[a].devices);
    parts.cap_uses.insert(parts.cap_uses.end(), asks_[a].caps.begin(), asks_[a].caps.end());
    parts.cap_rows.push_back(static_cast<std::uint32_t>(parts.cap_uses.size()));
  }
  parts.caps = caps_;
  for (const Node& node : nodes_) {
    ClusterNode made{.capacities = {}, .devices = devices_of(node)};
    for (const std::string& slot : slots_) made.capacities.push_back(node.resources.of(slot).raw);
    parts.nodes.push_back(std::move(made));
  }
}

}  // namespace headway::inline v0
