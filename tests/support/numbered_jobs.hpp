// Jobs made of numbers only, for tests that need no pipeline text.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/model/resources.hpp>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

/// A task and the tasks it waits for, by their place in the list.
struct NumberedTask {
  headway::JobTask numbers{};
  std::vector<headway::JobEdge> after{};
  headway::RetryRules retry{};
  headway::Timeouts timeouts{};
  headway::InnerPlan inner{};
};

/// `cpu(1)` is one core, `gpu(250)` a quarter of a device.
inline headway::Resources cpu(std::int64_t cores) {
  return {{"cpu", headway::Quantity{1000 * cores}}};
}
inline headway::Resources gpu(std::int64_t thousandths) {
  return {{"gpu", headway::Quantity{thousandths}}};
}

/// Parts with these demands as shapes 0, 1, …; the slots are those that they name.
inline headway::PipelineJobParts asking_for(const std::vector<headway::Resources>& demands) {
  headway::PipelineJobParts parts;
  headway::Resources slots;
  for (const auto& demand : demands) {
    for (const auto& [slot, quantity] : demand) slots.set(slot, {});
  }
  for (const auto& [slot, quantity] : slots) parts.slots.push_back(slot);
  for (const auto& demand : demands) {
    auto& shape = parts.shapes.emplace_back();
    for (std::uint16_t slot = 0; slot < parts.slots.size(); ++slot) {
      if (demand.names(parts.slots[slot])) {
        shape.emplace_back(headway::SlotId{slot}, demand.of(parts.slots[slot]).raw);
      }
    }
  }
  return parts;
}

/// A job of `tasks`, in their order; every edge points at an earlier task. `shapes` are the demands
/// that their `shape` numbers name; without any there is one, which asks for nothing.
inline std::shared_ptr<const headway::PipelineJob> job_of(std::vector<NumberedTask> tasks,
                                                          headway::PipelineJobParts parts = {}) {
  if (parts.shapes.empty()) parts.shapes.emplace_back();
  const auto size = static_cast<std::uint32_t>(tasks.size());
  parts.dependent_rows = {0};
  parts.predecessor_rows = {0};
  for (std::uint32_t source = 0; source < size; ++source) {
    for (std::uint32_t target = 0; target < size; ++target) {
      for (const headway::JobEdge& edge : tasks[target].after) {
        if (edge.task.value == source) parts.dependents.push_back({{target}, edge.condition});
      }
    }
    parts.dependent_rows.push_back(static_cast<std::uint32_t>(parts.dependents.size()));
  }
  for (NumberedTask& task : tasks) {
    if (!task.retry.empty()) {
      task.numbers.retry = static_cast<std::uint32_t>(parts.retries.size());
      parts.retries.push_back(task.retry);
    }
    if (task.timeouts != headway::Timeouts{}) {
      task.numbers.timeouts = static_cast<std::uint32_t>(parts.timeouts.size());
      parts.timeouts.push_back(task.timeouts);
    }
    parts.inner.push_back(task.inner);
    parts.tasks.push_back(task.numbers);
    parts.predecessors.insert(parts.predecessors.end(), task.after.begin(), task.after.end());
    parts.predecessor_rows.push_back(static_cast<std::uint32_t>(parts.predecessors.size()));
  }
  return std::make_shared<const headway::PipelineJob>(std::move(parts));
}
