// One job from its beginning to its rest, as `run` and `resume` see to it: progress, Ctrl-C,
// summary.
#pragma once

#include "cli/verbs.hpp"

#include <headway/base/id.hpp>
#include <headway/model/node.hpp>
#include <headway/run/executor.hpp>
#include <headway/run/joined_job.hpp>
#include <headway/store/store.hpp>

#include <functional>
#include <string>

namespace headway::cli {

/// What `run` and `resume` differ in besides the job itself.
struct Engagement {
  std::string slots{};
  Durability durability = Durability::full;
  SchedulePolicy policy{};
  StoreOptions at{};
};

/// The job: how to begin it as the store's engine, and how to ask an engine for it.
struct Wanted {
  std::function<JobHandle(Executor&)> begin{};
  std::function<JoinedJob()> join{};
};

/// Becomes the store's engine, or joins the one it has; sees the job to its rest and reports.
/// Whoever waits when the engine goes becomes the next one. Returns the exit code.
int drive(const Engagement& engagement, const Wanted& wanted);

/// `cpu=8,mem=32Gi,gpu=2` as resources. Throws UsageError naming the part that is wrong.
Resources parse_slots(const std::string& text);

/// What the store's configuration says of this machine, with `slots` laid over it.
Resources machine_slots(const StoreOptions& at, const std::string& slots);

/// What the signals have asked for so far: how many SIGINT, SIGTERM or SIGHUP came since
/// `catch_interrupts`.
int interrupts();
void catch_interrupts();

}  // namespace headway::cli
