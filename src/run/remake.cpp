// Remaking a job from its record.
#include "remake.hpp"

#include "../job/capacity_check.hpp"
#include "evaluation.hpp"

#include <headway/base/error.hpp>
#include <headway/base/invalid_pipeline.hpp>
#include <headway/event/codec.hpp>
#include <headway/job/expression.hpp>
#include <headway/yaml/load.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

JobRecord record_in(const StoreReader& store, JobId id) {
  const auto records = store.jobs();
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const JobRecord& record) { return record.id == id; });
  if (found == records.end()) throw Error("the store has no job " + to_string(id));
  return *found;
}

std::shared_ptr<const PipelineJob> remake(const JobRecord& record, CompileOptions options) {
  Pipeline pipeline = yaml::load_canonical(record.pipeline, record.pipeline_name + ".yaml");
  pipeline.folder = record.folder;
  attach_children(pipeline, record.children);
  const Value params = yaml::load_value(record.params, "params of " + to_string(record.id));
  if (const auto* values = params.get_if<Values>()) options.params = *values;
  return compile(pipeline, options);
}

namespace {

/// Looks into every body that a pipeline may ever run, compensations and ends included.
class CallableCheck {
 public:
  CallableCheck(JobId job, const Callables& callables) : job_(job), callables_(callables) {}

  void pipeline(const Pipeline& pipeline) {
    if (!seen_.insert(&pipeline).second) return;
    for (const auto* tasks : {&pipeline.tasks, &pipeline.on_failure, &pipeline.finally}) {
      look_into(*tasks);
    }
  }

 private:
  void look_into(const std::vector<Task>& tasks) {
    const auto look = [this](const auto& body) { look_at(body); };
    for (const Task& task : tasks) {
      std::visit(look, task.body);
      if (task.compensate) std::visit(look, *task.compensate);
    }
  }

  void look_at(const CallBody& call) const {
    const std::string& target = call.target.value;
    if (!target.starts_with("cpp:") || has_expression(target)) return;
    const std::string name = target.substr(4);
    if (callables_.find(name)) return;
    throw Error("job " + to_string(job_) + " calls \"" + name +
                "\", which this program does not register; resume it from the application that "
                "does");
  }
  void look_at(const RepeatBody& body) { look_into(body.tasks); }
  void look_at(const PipelineBody& body) {
    if (body.loaded) pipeline(*body.loaded);
  }
  template <class Other>
  void look_at(const Other& /*body*/) const {}

  JobId job_;
  const Callables& callables_;
  std::unordered_set<const Pipeline*> seen_;
};

}  // namespace

void require_callables(JobId job, const JobGraphs& graphs, const Callables& callables) {
  CallableCheck check(job, callables);
  check.pipeline(graphs.at(0).plan->pipeline());
  for (std::uint32_t index = 1; index < graphs.size(); ++index) {
    const JobGraph& graph = graphs.at(index);
    if (graph.kind == GraphKind::pipeline) check.pipeline(graph.plan->pipeline());
  }
}

namespace {

/// Of an inner job: it was made at run time, and has not ended. Those that were loaded are looked
/// into where they stand.
bool is_made_and_open(const JobStatus& status, const JobGraph& graph) {
  if (graph.kind != GraphKind::pipeline || is_terminal(status.instance(graph.owner).state)) {
    return false;
  }
  const auto* body = std::get_if<PipelineBody>(&status.graphs().written(graph.owner).body);
  return body != nullptr && !body->loaded;
}

/// In their order. A file that many instances have made is told of once.
Diagnostics each_once(Diagnostics found) {
  found.sort();
  Diagnostics once;
  std::set<std::tuple<std::string, std::uint32_t, std::uint32_t, std::string>> told;
  for (const Diagnostic& finding : found) {
    const SourceSpan& span = finding.span;
    const std::string file = span.source ? span.source->name : std::string();
    if (told.emplace(file, span.line, span.column, finding.message).second) once.add(finding);
  }
  return once;
}

}  // namespace

void require_capacity(const JobStatus& status, const std::vector<Node>& nodes,
                      const Resources& quota) {
  Findings findings;
  const JobGraphs& graphs = status.graphs();
  check_capacity(graphs.at(0).plan->pipeline(), {.nodes = nodes, .quota = quota}, findings);
  for (std::uint32_t index = 1; index < graphs.size(); ++index) {
    const JobGraph& graph = graphs.at(index);
    if (!is_made_and_open(status, graph)) continue;
    const Findings::Within within(
        findings, Where{"tasks", status.name(graph.owner), "pipeline"}.text(), "tasks");
    check_capacity(graph.plan->pipeline(),
                   {.nodes = nodes, .around = limits_around(status, graph.owner), .quota = quota},
                   findings);
  }
  Diagnostics all = each_once(findings.take());
  if (!all.empty()) throw InvalidPipeline(std::move(all));
}

}  // namespace headway::inline v0
