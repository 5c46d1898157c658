// The checks that validation consists of, a file each.
#pragma once

#include "checked_graph.hpp"
#include "findings.hpp"

#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// Legal, unique, and apart from each other as environment variables: what belongs to the whole
/// pipeline, its tasks and those of its end, the tasks of the body of a repeat.
void check_names(const Pipeline& pipeline, Findings& findings);
void check_task_names(const Pipeline& pipeline, Findings& findings);
void check_task_names(const std::vector<Task>& body, Findings& findings);

/// A variable of a session that headway does not set itself.
void check_variable(const std::string& name, const SourceSpan& span, const Where& where,
                    Findings& findings);

/// Types, defaults and bounds of the params, and where secrets come from.
void check_params(const Pipeline& pipeline, Findings& findings);

/// Whether `value` may be the param's: its type, its bounds. `given` says where a wrong one came
/// from, e.g. "the default of".
bool check_param_value(const Param& param, const Value& value, std::string_view given,
                       const SourceSpan& span, Findings& findings);

/// Quantities, secrets, names of variables, of one task or of the defaults (`where`).
void check_settings(const SessionSettings& settings, const PipelineIndex& index, const Where& where,
                    Findings& findings);

/// Causes, pauses, and rules that nothing can reach.
void check_retry(const Setting<RetryRules>& retry, const Where& where, Findings& findings);

/// Events and addresses.
void check_notifications(const Pipeline& pipeline, Findings& findings);

/// The names of what a task declares.
void check_names(const Task& task, Findings& findings);

/// The body of a task, and the keys that go with it or do not.
void check_task(const Task& task, Findings& findings);
void check_body(const Task& task, Findings& findings);
void check_outputs(const Task& task, Findings& findings);

/// What a task declares of an inner graph, its `key`, must be among what that gives.
void check_given(const Task& task, const OutputDeclaration& output, const NamedTypes& found,
                 std::string_view key, Findings& findings);

/// A key that takes no `${{ }}`.
void check_literal(std::string_view text, const SourceSpan& span, const Where& where,
                   Findings& findings);

/// Whether the text of `wait.until` is meant as a time and not as an expression.
bool begins_like_a_time(std::string_view text);

/// The edges of every task, written ones first, then those that references imply. Tells unknown,
/// duplicate and self edges, and cycles.
std::vector<std::vector<JobEdge>> check_edges(CheckedGraph& graph, Findings& findings);

/// The combinations of a task's matrix; nothing when it is wrong, or when it needs a param that
/// `params` lacks.
std::optional<PipelineJobParts::Grid> expand_matrix(const Task& task, const PipelineIndex& index,
                                                    const Values& params, Findings& findings);

/// Instances a job may have in all: each costs memory before anything runs.
inline constexpr std::uint64_t most_instances = 2'000'000;
/// Instances one matrix may have.
inline constexpr std::uint64_t widest_fan_out = 10'000;

}  // namespace headway::inline v0
