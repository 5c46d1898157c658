// What a consumer of the pure rooms does: quantities, resources, a scheduler that waits for a fact.
#include <headway/model/resources.hpp>
#include <headway/schedule/scheduler.hpp>

#include <cstdlib>

using namespace headway;

int main() {
  const Resources request{{"cpu", Quantity{500}}, {"mem", 8_GiB}};
  Scheduler scheduler(SchedulePolicy{});
  scheduler.apply(Event{Instant{1}, JobId{}, NodesChanged{}}, Instant{1});
  const bool idle = !scheduler.next(Instant{1}) && !scheduler.wake_at();
  return idle && to_string(request) == "cpu=0.5, mem=8Gi" ? EXIT_SUCCESS : EXIT_FAILURE;
}
