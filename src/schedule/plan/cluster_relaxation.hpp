// A cluster taken as one large node: easier to plan, and never longer.
#pragma once

#include "cluster_layout.hpp"

#include <headway/schedule/plan/cluster_model.hpp>
#include <headway/schedule/plan/planning_model.hpp>

#include <cstddef>
#include <cstdint>

namespace headway::inline v0 {

/// A planning model with the activities of a cluster model under the same numbers. Behind them are
/// waits, one for each instant at which something is released.
struct ClusterRelaxation {
  PlanningModel model;
  /// Its schedules are schedules of the cluster, too.
  bool exact = false;
};

/// What all nodes have together, a resource each; and the caps, as far as there is room for them.
ClusterRelaxation relaxation(const ClusterModel& model, const ClusterLayout& layout);

/// The same, and resources that count what is wider than a part of a node or of a device: how many
/// of them fit side by side is rounded down (a dual feasible function, Fekete and Schepers 2001).
PlanningModel tight_relaxation(const ClusterModel& model, const ClusterLayout& layout);

}  // namespace headway::inline v0
