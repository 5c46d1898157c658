// The checks that validation consists of, a file each.
#pragma once

#include "findings.hpp"
#include "index.hpp"

#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace headway::inline v0 {

/// Legal, unique, and apart from each other as environment variables: what belongs to the whole
/// pipeline, and what belongs to its tasks.
void check_names(const Pipeline& pipeline, Findings& findings);
void check_task_names(const Pipeline& pipeline, Findings& findings);

/// Whose tasks a graph has, which says what their expressions may name.
enum class GraphNames : std::uint8_t {
  tasks,  // of the pipeline
  round,  // of a repeat
  end,    // on_failure, finally
};

/// Types, defaults and bounds of the params, and where secrets come from.
void check_params(const Pipeline& pipeline, Findings& findings);

/// Whether `value` may be the param's: its type, its bounds. `given` says where a wrong one came
/// from, e.g. "the default of".
bool check_param_value(const Param& param, const Value& value, std::string_view given,
                       const SourceSpan& span, Findings& findings);

/// Quantities, secrets, names of variables, of one task or of the defaults (`where`).
void check_settings(const SessionSettings& settings, const PipelineIndex& index, const Where& where,
                    Findings& findings);

/// The body of a task, its outputs and sources.
void check_task(const Task& task, Findings& findings);

/// A key that takes no `${{ }}`.
void check_literal(std::string_view text, const SourceSpan& span, const Where& where,
                   Findings& findings);

/// The edges of every task, written ones first, then those that references imply. Tells unknown,
/// duplicate and self edges, and cycles.
std::vector<std::vector<JobEdge>> check_edges(const PipelineIndex& index, GraphNames names,
                                              Findings& findings);

/// The combinations of a task's matrix; nothing when it is wrong, or when it needs a param that
/// `params` lacks.
std::optional<PipelineJobParts::Grid> expand_matrix(const Task& task, const PipelineIndex& index,
                                                    const Values& params, Findings& findings);

/// Instances a job may have in all: each costs memory before anything runs.
inline constexpr std::uint64_t most_instances = 2'000'000;
/// Instances one matrix may have.
inline constexpr std::uint64_t widest_fan_out = 10'000;

}  // namespace headway::inline v0
