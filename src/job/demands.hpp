// What sessions ask for, and slots and demands as numbers.
#pragma once

#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace headway::inline v0 {

/// Numbers slots and demands in the order of their first use.
class DemandTable {
 public:
  SlotId slot(const std::string& name);
  ShapeId shape(Demand demand);

  [[nodiscard]] std::size_t slot_count() const { return slots_.size(); }
  [[nodiscard]] std::vector<std::string> take_slots() { return std::move(slots_); }
  [[nodiscard]] std::vector<Demand> take_shapes() { return std::move(shapes_); }

 private:
  std::vector<std::string> slots_;
  std::unordered_map<std::string, SlotId> slot_ids_;
  std::vector<Demand> shapes_;
  std::map<Demand, ShapeId> shape_ids_;
};

/// What a task asks for and how: its settings with the defaults of its pipeline merged in, which
/// hold only where there is a session, or one that undoes it. A session has a core unless it says
/// otherwise.
SessionSettings settings_of(const Task& task, const Pipeline& pipeline);

}  // namespace headway::inline v0
