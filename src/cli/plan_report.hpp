// What `headway plan` tells: a text, a JSON document, a picture.
#pragma once

#include "cli/verbs.hpp"

#include <headway/run/plan.hpp>

#include <string>
#include <vector>

namespace headway::cli {

struct PlanReport {
  JobPlan plan;
  std::string slot{};  // of `points`; empty: nothing was asked
  std::vector<WhatIf> points{};
};

/// Prints the report, writes the picture where one is wanted; the exit code.
int tell(const PlanReport& report, const PlanVerbOptions& options);

}  // namespace headway::cli
