// Compilation: binding, merging, expanding, interning.
#include "analysis.hpp"
#include "checks.hpp"
#include "demands.hpp"

#include <headway/base/error.hpp>
#include <headway/job/compile.hpp>

#include <algorithm>
#include <limits>
#include <string_view>

namespace headway::inline v0 {
namespace {

constexpr Quantity one_core{1000};

class Compiler {
 public:
  Compiler(std::shared_ptr<const Pipeline> pipeline, const CompileOptions& options)
      : options_(options),
        index_(*pipeline),
        capacity_(options.nodes, *pipeline, findings_),
        callables_(options.callables.begin(), options.callables.end()) {
    parts_.pipeline = std::move(pipeline);
  }

  std::shared_ptr<const PipelineJob> compile() {
    bind_params();
    Analysis analysis = analyse(index_, parts_.params, findings_);
    if (analysis.grids.empty()) analysis.grids.resize(pipeline().tasks.size());
    parts_.max_parallel =
        pipeline().limits.max_parallel ? pipeline().limits.max_parallel->value : 0;
    add_tasks(analysis.grids);
    add_job_slots();
    refuse_if_wrong();
    add_edges(analysis.predecessors);
    parts_.grids = std::move(analysis.grids);
    parts_.slots = demands_.take_slots();
    parts_.shapes = demands_.take_shapes();
    return std::make_shared<const PipelineJob>(std::move(parts_));
  }

 private:
  [[nodiscard]] const Pipeline& pipeline() const { return *parts_.pipeline; }

  void bind_params() {
    for (const auto& [name, value] : options_.params) {
      if (index_.param(name)) continue;
      findings_.add(
          {.code = "unknown-param",
           .message = "there is no param " + quoted(name),
           .span = pipeline().span,
           .path = Where{"params", name}.text(),
           .notes = {"it was given for this job, and the pipeline declares no such param"},
           .candidates = findings_.candidates(name, pipeline().params)});
    }
    for (const Param& param : pipeline().params) bind(param);
  }

  void bind(const Param& param) {
    if (const auto given = options_.params.find(param.name); given != options_.params.end()) {
      if (check_param_value(param, given->second, "the value given for", param.span, findings_)) {
        parts_.params.emplace(param.name, given->second);
      }
    } else if (param.default_value) {
      parts_.params.emplace(param.name, *param.default_value);
    } else {
      findings_.add({.code = "missing-param",
                     .message = "the param " + quoted(param.name) + " has no default and no value",
                     .span = param.span,
                     .path = Where{"params", param.name}.text(),
                     .notes = {"give it: -p " + param.name + "=…"}});
    }
  }

  void add_tasks(const std::vector<PipelineJobParts::Grid>& grids) {
    parts_.tasks.reserve(pipeline().tasks.size());
    parts_.settings.reserve(pipeline().tasks.size());
    for (std::size_t t = 0; t < pipeline().tasks.size(); ++t) {
      const Task& task = pipeline().tasks[t];
      parts_.settings.push_back(merged(task));
      parts_.tasks.push_back(job_task(task, parts_.settings.back()));
      const auto& grid = grids[t];
      if (!grid.axes.empty()) {
        parts_.tasks.back().count =
            static_cast<std::uint32_t>(grid.choices.size() / grid.axes.size());
      }
      if (task.has_session()) capacity_.check(task, parts_.settings.back());
      check_callable(task);
    }
  }

  /// The defaults hold only where there is a session; a session has a core unless it says
  /// otherwise.
  [[nodiscard]] SessionSettings merged(const Task& task) const {
    if (!task.has_session()) return task.settings;
    SessionSettings settings = merge(pipeline().defaults, task.settings);
    const bool has_cpu = std::any_of(settings.resources.begin(), settings.resources.end(),
                                     [](const auto& entry) { return entry.first == "cpu"; });
    if (!has_cpu) settings.resources.emplace_back("cpu", Setting<Quantity>(one_core));
    return settings;
  }

  JobTask job_task(const Task& task, const SessionSettings& settings) {
    const auto rules = settings.retry.value_or({});
    const RetryRule retry = rules.empty() ? RetryRule{} : rules.front();
    return {.shape = shape_of(settings, task.has_session()),
            .priority = settings.priority.value_or(0),
            .max_parallel = task.max_parallel ? task.max_parallel->value : 0,
            .retry_limit = retry.limit,
            .backoff = retry.backoff,
            .run_timeout = settings.timeout.value_or({}).run,
            .estimate = settings.estimate.value_or({}),
            .has_session = task.has_session(),
            .allow_failure = settings.allow_failure.value_or(false)};
  }

  ShapeId shape_of(const SessionSettings& settings, bool has_session) {
    Demand demand;
    for (const auto& [slot, request] : settings.resources) {
      if (!has_session || !request.given() || request->raw <= 0 || !room_for_slots()) continue;
      demand.emplace_back(demands_.slot(slot), request->raw);
    }
    return demands_.shape(std::move(demand));
  }

  /// A SlotId has 16 bits.
  bool room_for_slots() {
    if (demands_.slot_count() < std::numeric_limits<std::uint16_t>::max()) return true;
    if (!too_many_slots_) {
      findings_.add({.code = "too-many-slots",
                     .message = "the pipeline names more than 65535 slots",
                     .span = pipeline().span,
                     .path = "tasks"});
    }
    too_many_slots_ = true;
    return false;
  }

  void check_callable(const Task& task) {
    const auto* call = std::get_if<CallBody>(&task.body);
    if (!options_.check_callables || !call || !call->target.value.starts_with("cpp:")) return;
    const std::string name = call->target.value.substr(4);
    if (callables_.contains(name)) return;
    findings_.add({.code = "unknown-callable",
                   .message = "no callable " + quoted(name) + " is registered here",
                   .span = call->target.span,
                   .path = Where{"tasks", task.name, "call"}.text(),
                   .notes = {"the application that starts the job registers its C++ functions by "
                             "name; start or resume the job from there"},
                   .candidates = closest(name, options_.callables)});
  }

  void add_job_slots() {
    for (const auto& [slot, quantity] : pipeline().limits.slots) {
      if (!room_for_slots()) return;
      auto& slots = is_on_a_node(slot) ? parts_.capped_slots : parts_.job_slots;
      slots.emplace_back(demands_.slot(slot), quantity.value.raw);
    }
  }

  /// Without nodes the slots that every machine has by nature.
  [[nodiscard]] bool is_on_a_node(std::string_view slot) const {
    for (std::string_view of_machines : {"cpu", "mem", "gpu", "gpu_mem", "disk"}) {
      if (slot == of_machines) return true;
    }
    return std::any_of(options_.nodes.begin(), options_.nodes.end(),
                       [&](const Node& node) { return node.resources.names(slot); });
  }

  void refuse_if_wrong() {
    Diagnostics all = findings_.take();
    if (!all.has_errors()) return;
    all.sort();
    throw InvalidPipeline(std::move(all));
  }

  /// Both directions in compressed rows; the dependents of a task in the order of the tasks.
  void add_edges(const std::vector<std::vector<JobEdge>>& predecessors) {
    const std::size_t size = predecessors.size();
    parts_.predecessor_rows.assign(size + 1, 0);
    parts_.dependent_rows.assign(size + 1, 0);
    for (std::size_t t = 0; t < size; ++t) {
      parts_.predecessors.insert(parts_.predecessors.end(), predecessors[t].begin(),
                                 predecessors[t].end());
      parts_.predecessor_rows[t + 1] = static_cast<std::uint32_t>(parts_.predecessors.size());
      for (const JobEdge& edge : predecessors[t]) ++parts_.dependent_rows[edge.task.value + 1];
    }
    for (std::size_t t = 0; t < size; ++t) {
      parts_.dependent_rows[t + 1] += parts_.dependent_rows[t];
    }
    parts_.dependents.resize(parts_.predecessors.size());
    auto next = parts_.dependent_rows;
    for (std::uint32_t t = 0; t < size; ++t) {
      for (const JobEdge& edge : predecessors[t]) {
        parts_.dependents[next[edge.task.value]++] = {TaskId{t}, edge.condition};
      }
    }
  }

  const CompileOptions& options_;
  PipelineIndex index_;
  Findings findings_;
  CapacityCheck capacity_;
  std::unordered_set<std::string> callables_;
  DemandTable demands_;
  PipelineJobParts parts_;
  bool too_many_slots_ = false;
};

}  // namespace

std::shared_ptr<const PipelineJob> compile(const Pipeline& pipeline,
                                           const CompileOptions& options) {
  return Compiler(std::make_shared<const Pipeline>(pipeline), options).compile();
}

}  // namespace headway::inline v0
