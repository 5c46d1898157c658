// Merging what tasks ask for, and interning it.
#include "demands.hpp"

#include <algorithm>

namespace headway::inline v0 {
SlotId DemandTable::slot(const std::string& name) {
  const SlotId next{static_cast<std::uint16_t>(slots_.size())};
  const auto [known, fresh] = slot_ids_.emplace(name, next);
  if (fresh) slots_.push_back(name);
  return known->second;
}

ShapeId DemandTable::shape(Demand demand) {
  std::sort(demand.begin(), demand.end());
  const ShapeId next{static_cast<std::uint32_t>(shapes_.size())};
  const auto [known, fresh] = shape_ids_.emplace(std::move(demand), next);
  if (fresh) shapes_.push_back(known->first);
  return known->second;
}

SessionSettings settings_of(const Task& task, const Pipeline& pipeline) {
  if (!task.has_session() && !task.compensate) return task.settings;
  SessionSettings settings = merge(pipeline.defaults, task.settings);
  const bool has_cpu = std::any_of(settings.resources.begin(), settings.resources.end(),
                                   [](const auto& entry) { return entry.first == "cpu"; });
  if (!has_cpu) settings.resources.emplace_back("cpu", Setting<Quantity>(Quantity{1000}));
  return settings;
}

}  // namespace headway::inline v0
