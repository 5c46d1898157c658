// One stretch of an engine's work on one job, as `run` and `resume` do it: progress, Ctrl-C,
// summary.
#pragma once

#include "cli/verbs.hpp"

#include <headway/base/id.hpp>
#include <headway/model/node.hpp>
#include <headway/run/executor.hpp>

#include <functional>
#include <string>

namespace headway::cli {

/// What `run` and `resume` differ in besides the job itself.
struct Engagement {
  std::string slots{};
  std::string durability = "full";
  std::string policy = "critical_path";
  StoreOptions at{};
};

/// Opens store and backend, lets `begin` start or resume a job, drives it to its end and reports.
/// Returns the exit code.
int drive(const Engagement& engagement, const std::function<JobHandle(Executor&)>& begin);

/// `cpu=8,mem=32Gi,gpu=2` as resources. Throws UsageError naming the part that is wrong.
Resources parse_slots(const std::string& text);

/// What the signals have asked for so far: how many SIGINT, SIGTERM or SIGHUP came since
/// `catch_interrupts`.
int interrupts();
void catch_interrupts();

}  // namespace headway::cli
