// Devices by number, where a schedule counted them.
#pragma once

#include <headway/schedule/plan/cluster_model.hpp>
#include <headway/schedule/plan/cluster_schedule.hpp>

namespace headway::inline v0 {

/// Gives each activity the first devices that are free when it starts.
/// Preconditions: devices are whole, and no node is over its count.
void hand_out_devices(const ClusterModel& model, ClusterSchedule& schedule);

}  // namespace headway::inline v0
