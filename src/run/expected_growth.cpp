// Looking ahead: a walk over the graphs of a job that grows them as it meets their owners.
#include "expected_growth.hpp"

#include "evaluation.hpp"
#include "inner_job.hpp"

#include <headway/base/error.hpp>
#include <headway/job/expression.hpp>
#include <headway/job/order.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

namespace headway::inline v0 {

namespace {

/// A pipeline that starts itself twice over would grow for ever.
constexpr std::uint32_t most_graphs = 100'000;

std::shared_ptr<const Value> unknown_items(std::uint32_t count) {
  return std::make_shared<const Value>(Value::List(count));
}

class Growth {
 public:
  Growth(JobStatus& status, const Circumstances& around) : status_(status), around_(around) {}

  void grow() {
    for (std::uint32_t graph = 0; graph < graphs().size() && graph < most_graphs; ++graph) {
      walk(graph);
      add_finally(graph);
    }
  }

 private:
  [[nodiscard]] const JobGraphs& graphs() const { return status_.graphs(); }
  void apply(Fact fact) { status_.apply({around_.now, around_.id, std::move(fact)}); }

  void walk(std::uint32_t graph) {
    const auto plan = graphs().at(graph).plan;  // the graphs move as they grow
    const InstanceId first = graphs().at(graph).first;
    bool reached = true;
    for (const InstanceId local : graph_order(*plan)) {
      const TaskId task = plan->task_of(local);
      if (local == plan->task(task).first) reached = is_reached(graph, *plan, task);
      const InstanceId id{first.value + local.value};
      if (is_terminal(status_.instance(id).state)) continue;
      reached ? begin(graph, id) : skip(id);
    }
  }

  void skip(InstanceId id) {
    apply(InstanceEnded{.instance = id, .state = InstanceState::skipped});
  }

  /// Whether every edge lets the task start, if all that will start succeeds.
  [[nodiscard]] bool is_reached(std::uint32_t graph, const PipelineJob& plan, TaskId task) const {
    const JobEdges edges = plan.predecessors(task);
    return std::all_of(edges.begin(), edges.end(), [&](const JobEdge& edge) {
      const JobTask& source = plan.task(edge.task);
      const InstanceState expected =
          source.kind == TaskKind::fail ? InstanceState::failed : InstanceState::succeeded;
      const InstanceState state =
          has_ended(graph, edge.task) ? status_.task_state(graph, edge.task) : expected;
      return judge(edge.condition, state, source) == Verdict::start;
    });
  }

  [[nodiscard]] bool has_ended(std::uint32_t graph, TaskId task) const {
    const JobGraph& of = graphs().at(graph);
    const JobTask& plan = of.plan->task(task);
    for (std::uint32_t i = plan.first.value; i < plan.first.value + plan.count; ++i) {
      if (!is_terminal(status_.instance(of.global({i})).state)) return false;
    }
    return true;
  }

  void begin(std::uint32_t graph, InstanceId id) {
    const Task& task = graphs().written(id);
    const JobTask& plan = graphs().task(id);
    const bool owns = plan.kind == TaskKind::map || plan.kind == TaskKind::repeat ||
                      plan.kind == TaskKind::pipeline;
    const bool grown = !graphs().of_owner(id).empty();
    if (!grown && (plan.asks || owns) && settle(graph, id, task)) return;
    if (plan.kind == TaskKind::map && !grown) add_elements(id);
    if (plan.kind == TaskKind::pipeline && !grown) add_inner_job(id, task);
    if (plan.kind == TaskKind::repeat) add_rounds(id);
  }

  /// Lets the values that are known decide; whether they did.
  bool settle(std::uint32_t graph, InstanceId id, const Task& task) {
    if (!are_known(graph, task)) return false;
    const CompileOptions inner;
    const Evaluation evaluation{status_,     around_.id,    around_.folders,
                                around_.now, around_.nodes, inner};
    Fact fact = evaluation.answer({.job = around_.id, .instance = id});
    const auto* ended = std::get_if<InstanceEnded>(&fact);
    const bool skipped = ended != nullptr && ended->state == InstanceState::skipped;
    const bool grows = std::holds_alternative<GraphAdded>(fact);
    const bool repeats = std::holds_alternative<RepeatBody>(task.body) && !task.map;
    if (skipped || (grows && !repeats)) apply(std::move(fact));
    return skipped || (grows && !repeats);
  }

  /// Whether what the task asks before it begins names no result that is still to come.
  [[nodiscard]] bool are_known(std::uint32_t graph, const Task& task) const {
    std::vector<const Text*> texts;
    if (task.when) texts.push_back(&*task.when);
    if (task.map) texts.push_back(&task.map->over);
    return std::all_of(texts.begin(), texts.end(),
                       [&](const Text* text) { return is_known(graph, *text); }) &&
           (task.map || inner_params_are_known(graph, task));
  }

  [[nodiscard]] bool inner_params_are_known(std::uint32_t graph, const Task& task) const {
    const auto* body = std::get_if<PipelineBody>(&task.body);
    if (body == nullptr) return true;
    return std::all_of(body->params.begin(), body->params.end(), [&](const Input& param) {
      const auto* text = param.value.value.get_if<std::string>();
      return text == nullptr || is_known(graph, {*text, param.value.span});
    });
  }

  [[nodiscard]] bool is_known(std::uint32_t graph, const Text& text) const {
    Diagnostics ignored;
    const auto expression =
        has_expression(text.value) ? std::nullopt : parse_expression(text, ignored);
    if (expression) return are_known(graph, *expression);
    const Template parts = parse_template(text, ignored);
    return std::all_of(parts.pieces.begin(), parts.pieces.end(), [&](const auto& piece) {
      const auto* part = std::get_if<Expression>(&piece);
      return part == nullptr || are_known(graph, *part);
    });
  }

  [[nodiscard]] bool are_known(std::uint32_t graph, const Expression& expression) const {
    const auto& names = expression.names();
    return std::all_of(names.begin(), names.end(), [&](const NameUse& name) {
      if (name.path.front() != "tasks") return true;
      const auto task =
          name.path.size() < 2 ? std::nullopt : graphs().at(graph).plan->find_task(name.path[1]);
      return task && has_ended(graph, *task);
    });
  }

  void add_elements(InstanceId id) {
    const std::uint32_t last = around_.history.width(task_path(graphs(), id));
    apply(GraphAdded{
        .instance = id, .kind = GraphKind::elements, .values = unknown_items(std::max(last, 1U))});
  }

  void add_rounds(InstanceId id) {
    const auto there = static_cast<std::uint32_t>(graphs().of_owner(id).size());
    const std::uint32_t last = around_.history.width(task_path(graphs(), id));
    for (std::uint32_t round = there; round < std::max(last, 1U); ++round) {
      apply(GraphAdded{.instance = id, .kind = GraphKind::round, .number = round});
    }
  }

  /// With the defaults of its params. One that cannot be known stays a task like others.
  void add_inner_job(InstanceId id, const Task& task) {
    const auto* body = std::get_if<PipelineBody>(&task.body);
    if (body == nullptr || !body->loaded || inner_depth(status_, id) >= deepest_inner_job) return;
    try {
      apply(inner_job(id, *body, {}, {}, {}, {.nodes = around_.nodes}));
    } catch (const Error&) {
      return;
    }
  }

  void add_finally(std::uint32_t graph) {
    const JobGraph& of = graphs().at(graph);
    const bool closes = of.kind == GraphKind::tasks || of.kind == GraphKind::pipeline;
    if (!closes || !of.plan->finally()) return;
    const GraphAdded fact{.instance = of.owner, .kind = GraphKind::finally};
    if (!graphs().has(fact)) apply(fact);
  }

  JobStatus& status_;
  const Circumstances& around_;
};

}  // namespace

JobStatus with_expected_growth(JobStatus status, const Circumstances& around) {
  Growth(status, around).grow();
  return status;
}

}  // namespace headway::inline v0
