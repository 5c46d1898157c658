// The demands of a job's activities: slots of nodes, devices, and the caps that jobs set.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/schedule/plan/cluster_model.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Collects demands activity by activity; caps are those of the graphs around an instance: their
/// `max_parallel`, their slots, their shares of nodes' slots.
class ActivityDemands {
 public:
  /// Throws InvalidPipeline for a node with more devices than a plan knows.
  ActivityDemands(const JobStatus& job, const std::vector<Node>& nodes);

  /// One activity more, which asks for nothing.
  void add_none();
  /// What the last activity asks for is what `id`, of graph `g`, does. Throws InvalidPipeline
  /// when no node could hold it.
  void set(std::uint32_t g, InstanceId id);

  void write(ClusterParts& parts) const;

 private:
  struct SlotCap {
    std::string slot;
    std::uint32_t cap;
    bool on_nodes;  // false: the slot exists in that job only
  };
  struct GraphCaps {
    std::vector<std::uint32_t> holders{};            // caps that count sessions
    std::map<std::uint32_t, std::uint32_t> tasks{};  // task -> cap that counts its sessions
    std::vector<SlotCap> slots{};
  };
  struct Ask {
    std::vector<std::pair<std::uint32_t, std::int64_t>> amounts{};  // column, amount
    DeviceDemand devices{};
    std::vector<CapUse> caps{};
  };

  std::uint32_t column(std::string_view slot);
  std::uint32_t add_cap(std::int64_t most);
  GraphCaps caps_of(const JobGraph& graph);
  void ask(Ask& ask, std::uint32_t g, std::string_view slot, std::int64_t amount);
  void count_session(Ask& ask, std::uint32_t g, InstanceId id) const;
  [[nodiscard]] Resources request_of(std::uint32_t g, InstanceId id) const;
  [[nodiscard]] bool fits_somewhere(const Ask& ask) const;

  const JobStatus& job_;
  const std::vector<Node>& nodes_;
  std::vector<std::string> slots_;
  std::vector<std::int64_t> caps_;
  std::vector<GraphCaps> graphs_;
  std::vector<Ask> asks_;
};

}  // namespace headway::inline v0
