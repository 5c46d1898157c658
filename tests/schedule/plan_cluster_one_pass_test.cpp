// One pass over a cluster: what a policy would do.
#include <headway/schedule/plan/cluster_planner.hpp>

#include "support/catch.hpp"
#include "support/cluster_models.hpp"
#include "support/schedule_validator.hpp"

#include <rapidcheck.h>

#include <cstdint>
#include <numeric>
#include <vector>

using namespace headway;

TEST_CASE("one pass by any policy is valid on any cluster") {
  CHECK(rc::check([](std::uint64_t seed, bool shares, bool running) {
    const ClusterModel model =
        random_cluster(seed, {.activities = 40, .shares = shares, .running = running});
    for (const Order order : {Order::fifo, Order::critical_path}) {
      const ClusterSchedule schedule = one_pass(model, order);
      RC_ASSERT(fault_of(model, schedule) == "");
      RC_ASSERT(makespan_lower_bound(model) <= schedule.makespan);
    }
  }));
}
