// What sessions ask for: slots and demands as numbers, and whether any node could hold them.
#pragma once

#include "findings.hpp"

#include <headway/job/pipeline_job.hpp>
#include <headway/model/node.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
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

/// Compares requests with what nodes and the job's limits offer. Borrows; no nodes: no findings.
class CapacityCheck {
 public:
  CapacityCheck(const std::vector<Node>& nodes, const Pipeline& pipeline, Findings& findings);

  /// `settings` are the task's with the defaults merged in.
  void check(const Task& task, const SessionSettings& settings);

 private:
  struct Offer {
    std::string name;
    std::int64_t most = 0;  // on one node, or in the job
    std::string where;      // "node a" or "limits.slots"
  };

  void unknown(const Task& task, const std::string& slot, const Setting<Quantity>& request);
  void too_large(const Task& task, const std::string& slot, const Setting<Quantity>& request,
                 const Offer& offer);
  void check_together(const Task& task, const SessionSettings& settings);
  [[nodiscard]] bool is_new(const Task& task, const std::string& slot);
  [[nodiscard]] static bool fits(const SessionSettings& settings, const Node& node,
                                 const Limits& limits);

  const std::vector<Node>& nodes_;
  const Pipeline& pipeline_;
  Findings& findings_;
  std::vector<Offer> offers_;
  std::unordered_map<std::string_view, std::size_t> offer_of_;
  std::unordered_set<std::string> told_;  // slots of the defaults that were told already
};

}  // namespace headway::inline v0
