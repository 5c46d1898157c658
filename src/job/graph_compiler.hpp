// Compiling one graph of a job: its tasks as numbers, its edges, and what its instances may grow.
#pragma once

#include "analysis.hpp"
#include "demands.hpp"

#include <headway/job/compile.hpp>

#include <memory>

namespace headway::inline v0 {

/// What all graphs of a job are compiled with. Borrows.
struct CompileContext {
  const CompileOptions& options;
  const Values& params;  // bound
  Findings& findings;
};

/// The job, or graph inside one, that `analysis` is about. What cannot be is added to the findings.
std::shared_ptr<const PipelineJob> compile_graph(Analysis analysis, const CompileContext& context);

}  // namespace headway::inline v0
