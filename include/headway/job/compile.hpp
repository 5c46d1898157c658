// Compilation: Pipeline + params + nodes -> PipelineJob.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/job/pipeline_job.hpp>
#include <headway/model/capabilities.hpp>
#include <headway/model/node.hpp>

#include <memory>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// What a job is compiled for.
struct CompileOptions {
  Values params{};            // bound by name, nothing converted; what is missing takes its default
  std::vector<Node> nodes{};  // requests no node can hold are refused; empty: not checked
  Limits around{};            // of the jobs that it will be inside of
  Resources quota{};          // the most that its owner may hold at a time; other slots: any
  std::vector<std::string> callables{};  // names that `call: cpp:…` may use
  bool check_callables = false;          // false: any name passes (validate, show)
  std::string backend{};                 // what it cannot do is refused; empty: not checked
  Capabilities capabilities{};           // of that backend
};

/// Validates, binds the params, merges the defaults, expands matrices, interns slots and demands.
/// A task's id is its place in the pipeline as written. Deterministic: the same pipeline and params
/// give the same job, instance for instance. O(tasks + edges + instances + text).
/// Throws InvalidPipeline with all findings.
std::shared_ptr<const PipelineJob> compile(const Pipeline& pipeline, const CompileOptions& options);

}  // namespace headway::inline v0
