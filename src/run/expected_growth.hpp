// The expected growth of a job: the graphs that its instances are likely to have, before they do.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/folders.hpp>
#include <headway/run/task_history.hpp>

#include <vector>

namespace headway::inline v0 {

/// What a look ahead is made from; borrowed for one.
struct Circumstances {
  JobId id{};
  const Folders& folders;
  Instant now{};
  const std::vector<Node>& nodes;
  const TaskHistory& history;
};

/// `status` as it would be once all conditions and lists were known: with the graphs of maps,
/// repeats, inner jobs and `finally`, and with what will be skipped as skipped. What params and
/// ended tasks settle is settled; else a map or a repeat is as wide as it was last, or one, a
/// condition holds, and everything succeeds. Nothing is written or started.
JobStatus with_expected_growth(JobStatus status, const Circumstances& around);

}  // namespace headway::inline v0
