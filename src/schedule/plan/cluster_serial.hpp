// Serial generation on a cluster: one activity after another, as early as possible.
#pragma once

#include "cluster_candidate.hpp"
#include "cluster_timeline.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// On the node where it starts first, and among those where least is lost. Nothing allocates but
/// the constructor. One thread at a time.
class ClusterSerial {
 public:
  ClusterSerial(const ClusterModel& model, const ClusterLayout& layout);

  /// Precondition: `list` has each activity once, after its predecessors.
  void generate(std::span<const std::uint32_t> list, ClusterCandidate& candidate);

 private:
  struct Choice {
    TimelineGap gap;
    std::uint32_t node = 0;
    std::uint64_t devices = 0;
  };

  void begin();
  void place(std::uint32_t activity, ClusterCandidate& candidate);
  [[nodiscard]] Choice choose(std::uint32_t activity, std::int64_t from) const;
  [[nodiscard]] std::int64_t within_caps(std::uint32_t shape, std::int64_t from,
                                         std::int64_t duration) const;
  [[nodiscard]] std::int64_t earliest(std::uint32_t activity,
                                      const ClusterCandidate& candidate) const;

  /// What is free of a cap over time.
  struct CapChange {
    std::int64_t time;
    std::int64_t free;  // from then on
  };
  using CapLine = std::vector<CapChange>;
  [[nodiscard]] static std::int64_t within(const CapLine& line, std::int64_t from,
                                           std::int64_t duration, std::int64_t amount);
  static void take_cap(CapLine& line, std::int64_t start, std::int64_t end, std::int64_t amount);

  const ClusterModel& model_;
  const ClusterLayout& layout_;
  std::vector<ClusterTimeline> nodes_;
  std::vector<CapLine> caps_;
};

}  // namespace headway::inline v0
