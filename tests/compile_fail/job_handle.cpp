// A handle on a job comes from an executor.
#include <headway/run/job_handle.hpp>

#include <memory>

using namespace headway;

JobHandle copied(const JobHandle& handle) { return handle; }

#if BAD == 1  // private
JobHandle made(std::shared_ptr<Engine> engine, std::shared_ptr<LiveJob> live) {
  return JobHandle(engine, live);
}
#endif
