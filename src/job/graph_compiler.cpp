// Compiling a graph: merging settings, interning demands, making the plans of what may grow.
#include "graph_compiler.hpp"

#include <headway/job/expression.hpp>

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace headway::inline v0 {
namespace {

TaskKind kind_of(const Task& task) {
  if (task.map) return TaskKind::map;
  constexpr TaskKind kinds[] = {TaskKind::join,     TaskKind::session,  TaskKind::session,
                                TaskKind::session,  TaskKind::pipeline, TaskKind::repeat,
                                TaskKind::approval, TaskKind::wait,     TaskKind::fail};
  static_assert(std::size(kinds) == std::variant_size_v<Body>);
  return kinds[task.body.index()];
}

/// Whether an expression asks about the element of a map.
bool names_item(const Text& text) {
  Diagnostics ignored;
  const auto expression = parse_expression(text, ignored);
  const auto& names = expression ? expression->names() : std::vector<NameUse>{};
  return std::any_of(names.begin(), names.end(), [](const NameUse& name) {
    return name.path[0] == "item" || name.path[0] == "item_index";
  });
}

bool computes_outputs(const Task& task) {
  return std::any_of(task.outputs.begin(), task.outputs.end(),
                     [](const OutputDeclaration& output) { return output.value.has_value(); });
}

/// Whether something must be evaluated before an instance may begin.
bool asks(const Task& task, const SessionSettings& settings, TaskKind kind) {
  if (task.when) return true;
  if (kind == TaskKind::session && is_cached(settings)) return true;
  return kind == TaskKind::join ? computes_outputs(task) : kind != TaskKind::session;
}

/// What a process leaves as outputs must be looked at before others begin; what a call returns
/// is at hand.
LineKind line_of(const Task& task, TaskKind kind) {
  if (kind != TaskKind::session || task.callback) return LineKind::none;
  const auto* call = std::get_if<CallBody>(&task.body);
  if (call != nullptr && call->target.value.starts_with("cpp:")) return LineKind::calls;
  const bool process = call == nullptr || call->target.value.starts_with("python:");
  return process && task.outputs.empty() ? LineKind::processes : LineKind::none;
}

class GraphCompiler {
 public:
  GraphCompiler(Analysis analysis, const CompileContext& context)
      : analysis_(std::move(analysis)), context_(context) {
    parts_.pipeline = analysis_.pipeline;
  }

  std::shared_ptr<const PipelineJob> compile() {
    if (analysis_.grids.empty()) analysis_.grids.resize(pipeline().tasks.size());
    parts_.params = context_.params;
    parts_.max_parallel =
        pipeline().limits.max_parallel ? pipeline().limits.max_parallel->value : 0;
    parts_.rollback = pipeline().rollback;
    parts_.fail_fast = pipeline().fail_fast;
    for (std::uint32_t t = 0; t < pipeline().tasks.size(); ++t) add_task(t);
    add_job_slots();
    add_edges(analysis_.predecessors);
    add_ends();
    parts_.grids = std::move(analysis_.grids);
    parts_.slots = demands_.take_slots();
    parts_.shapes = demands_.take_shapes();
    return std::make_shared<const PipelineJob>(std::move(parts_));
  }

 private:
  [[nodiscard]] const Pipeline& pipeline() const { return *parts_.pipeline; }

  void add_task(std::uint32_t number) {
    const Task& task = pipeline().tasks[number];
    parts_.settings.push_back(settings_of(task, pipeline()));
    parts_.tasks.push_back(job_task(task, parts_.settings.back()));
    const auto& grid = analysis_.grids[number];
    if (!grid.axes.empty()) {
      parts_.tasks.back().count =
          static_cast<std::uint32_t>(grid.choices.size() / grid.axes.size());
    }
    add_inner(number);
  }

  JobTask job_task(const Task& task, const SessionSettings& settings) {
    const TaskKind kind = kind_of(task);
    return {.shape = shape_of(settings, kind == TaskKind::session),
            .priority = settings.priority.value_or(0),
            .max_parallel = task.max_parallel ? task.max_parallel->value : 0,
            .retry = interned(parts_.retries, settings.retry.value_or({})),
            .timeouts = interned(parts_.timeouts, settings.timeout.value_or({})),
            .estimate = settings.estimate.value_or({}),
            .kind = kind,
            .allow_failure = settings.allow_failure.value_or(false),
            .asks = asks(task, settings, kind),
            .compensates = task.compensate.has_value() && !task.map,
            .line = line_of(task, kind)};
  }

  /// The place of `wanted` among the `known`, where most tasks share a few.
  template <class T>
  static std::uint32_t interned(std::vector<T>& known, T wanted) {
    for (std::uint32_t i = 0; i < known.size(); ++i) {
      if (known[i] == wanted) return i;
    }
    known.push_back(std::move(wanted));
    return static_cast<std::uint32_t>(known.size() - 1);
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
      context_.findings.add({.code = "too-many-slots",
                             .message = "the pipeline names more than 65535 slots",
                             .span = pipeline().span,
                             .path = "tasks"});
    }
    too_many_slots_ = true;
    return false;
  }
  /// The plans of what instances of a task may grow: elements, rounds, what undoes them.
  void add_inner(std::uint32_t number) {
    const Task& task = pipeline().tasks[number];
    const auto* repeat = std::get_if<RepeatBody>(&task.body);
    if (!task.map && repeat == nullptr && !task.compensate) return;
    parts_.inner.resize(pipeline().tasks.size());
    InnerPlan& plan = parts_.inner[number];
    if (task.map) {
      plan.tolerated = task.map->tolerate_failures;
      plan.graph = elements(number);
    } else {
      if (repeat != nullptr) plan.graph = compile_graph(analysis_.body_of(number), context_);
      if (task.compensate) plan.compensation = compensation(task);
    }
  }

  /// One element: the task without its fan-out. What asks about no item was asked before.
  std::shared_ptr<const PipelineJob> elements(std::uint32_t number) {
    Task task = pipeline().tasks[number];
    task.map.reset();
    task.depends_on.clear();
    if (task.when && !names_item(*task.when)) task.when.reset();
    Analysis element{.pipeline = with_tasks(pipeline(), {std::move(task)}), .predecessors = {{}}};
    if (std::holds_alternative<RepeatBody>(pipeline().tasks[number].body)) {
      element.bodies.push_back(analysis_.body_of(number));
    }
    return compile_graph(std::move(element), context_);
  }

  std::shared_ptr<const PipelineJob> compensation(const Task& undone) {
    Task task{.name = undone.name, .span = undone.span};
    std::visit([&](const auto& body) { task.body = body; }, *undone.compensate);
    task.settings = undone.settings;
    task.settings.cache = {};
    return compile_graph(
        {.pipeline = with_tasks(pipeline(), {std::move(task)}), .predecessors = {{}}}, context_);
  }

  void add_ends() {
    for (Analysis& end : analysis_.on_failure) {
      parts_.on_failure = compile_graph(std::move(end), context_);
    }
    for (Analysis& end : analysis_.finally) {
      parts_.finally = compile_graph(std::move(end), context_);
    }
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
    return std::any_of(context_.options.nodes.begin(), context_.options.nodes.end(),
                       [&](const Node& node) { return node.resources.names(slot); });
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

  Analysis analysis_;
  const CompileContext& context_;
  DemandTable demands_;
  PipelineJobParts parts_;
  bool too_many_slots_ = false;
};

}  // namespace

std::shared_ptr<const PipelineJob> compile_graph(Analysis analysis, const CompileContext& context) {
  return GraphCompiler(std::move(analysis), context).compile();
}

}  // namespace headway::inline v0
