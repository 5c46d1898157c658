// The arguments of `headway plan`.
#pragma once

#include "cli/verbs.hpp"

#include <CLI/CLI.hpp>

namespace headway::cli {

/// All but those of the store.
void add_plan_arguments(CLI::App* verb, PlanVerbOptions& options);

}  // namespace headway::cli
