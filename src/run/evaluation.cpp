// Answers from the values of a job.
#include "evaluation.hpp"

#include "inner_job.hpp"
#include "job_scope.hpp"
#include "session_spec.hpp"
#include "task_environment.hpp"

#include <headway/base/error.hpp>
#include <headway/base/rfc3339.hpp>
#include <headway/job/expression.hpp>
#include <headway/schedule/timers.hpp>

#include <utility>
#include <variant>

namespace headway::inline v0 {

namespace {

/// Elements that one map may have: each costs memory before anything runs.
constexpr std::size_t widest_map = 1'000'000;

Expression parsed(const Text& text) {
  Diagnostics found;
  auto expression = parse_expression(text, found);
  if (!expression) throw Error("\"" + text.value + "\" is no expression");
  return std::move(*expression);
}

bool names_item(const Expression& expression) {
  for (const NameUse& name : expression.names()) {
    if (name.path[0] == "item" || name.path[0] == "item_index") return true;
  }
  return false;
}

Fact failure(InstanceId instance, Cause::Kind cause, std::string message) {
  return InstanceEnded{.instance = instance,
                       .state = InstanceState::failed,
                       .cause = {cause},
                       .message = std::move(message)};
}

}  // namespace

Limits limits_around(const JobStatus& status, InstanceId instance) {
  Limits all;
  for (std::uint32_t graph = status.graphs().index_of(instance);;
       graph = status.graphs().at(graph).enclosing) {
    const Limits& own = status.graphs().at(graph).plan->pipeline().limits;
    all.slots.insert(all.slots.end(), own.slots.begin(), own.slots.end());
    if (graph == 0) return all;
  }
}

InstanceEnded success(InstanceId instance, const Task& task, Values outputs) {
  for (const OutputDeclaration& declared : task.outputs) {
    const auto given = outputs.find(declared.name);
    const Value& value = given == outputs.end() ? outputs[declared.name] : given->second;
    if (conforms(value, declared.type)) continue;
    throw Error("the output \"" + declared.name + "\" is declared " + to_string(declared.type) +
                ", and its value is " + (is_finite(value) ? to_json(value) : "not finite"));
  }
  InstanceEnded ended{.instance = instance};
  if (!outputs.empty()) ended.outputs = std::make_shared<const Values>(std::move(outputs));
  return ended;
}

Fact Evaluation::answer(const Evaluate& asked) const {
  try {
    return answer_or_throw(asked);
  } catch (const CannotCompose& cannot) {
    return failure(asked.instance, cannot.cause().kind, cannot.what());
  } catch (const Error& wrong) {
    return failure(asked.instance, Cause::Kind::expression_failed, wrong.what());
  }
}

Fact Evaluation::answer_or_throw(const Evaluate& asked) const {
  switch (asked.question) {
    case Question::begin: return begin(asked.instance);
    case Question::graph_over: return graph_over(asked.instance);
    case Question::time_is_up: return time_is_up(asked);
    case Question::retry: return retry(asked);
    case Question::heartbeat: break;
  }
  throw Error("nothing can be evaluated here");
}

Fact Evaluation::begin(InstanceId instance) const {
  const Task& task = status.graphs().written(instance);
  const JobScope scope(status, id, folders, instance);
  if (task.when) {
    const Expression condition = parsed(*task.when);
    const bool for_elements = task.map && names_item(condition);
    if (!for_elements && !evaluate_condition(condition, scope)) {
      return InstanceEnded{.instance = instance,
                           .state = InstanceState::skipped,
                           .cause = {Cause::Kind::condition_false}};
    }
  }
  if (task.map) return begin_map(instance, task);
  if (runs_in_session(task.body)) return InstanceAdmitted{instance};
  if (const auto* body = std::get_if<PipelineBody>(&task.body))
    return begin_pipeline(instance, *body);
  if (std::holds_alternative<RepeatBody>(task.body)) {
    return GraphAdded{.instance = instance, .kind = GraphKind::round};
  }
  if (const auto* body = std::get_if<ApprovalBody>(&task.body))
    return begin_approval(instance, *body);
  if (const auto* body = std::get_if<WaitBody>(&task.body)) return begin_wait(instance, *body);
  if (const auto* body = std::get_if<FailBody>(&task.body)) {
    return failure(instance, Cause::Kind::failed_on_purpose,
                   expand(body->error.value, scope) + ": " + expand(body->message.value, scope));
  }
  Values outputs;
  for (const OutputDeclaration& output : task.outputs) {
    if (output.value) outputs.emplace(output.name, evaluate(Value(output.value->value), scope));
  }
  return success(instance, task, std::move(outputs));
}

Fact Evaluation::begin_map(InstanceId instance, const Task& task) const {
  Value items = evaluate(parsed(task.map->over), JobScope(status, id, folders, instance));
  const auto* list = items.get_if<Value::List>();
  if (list == nullptr) throw Error("\"" + task.map->over.value + "\" is no list to map over");
  if (!is_finite(items)) throw Error("an element of the list to map over is not finite");
  if (list->size() > widest_map) {
    throw Error("a map has at most 1000000 elements, and this list has " +
                std::to_string(list->size()));
  }
  return GraphAdded{.instance = instance,
                    .kind = GraphKind::elements,
                    .values = std::make_shared<const Value>(std::move(items))};
}

Fact Evaluation::begin_pipeline(InstanceId instance, const PipelineBody& body) const {
  const JobScope scope(status, id, folders, instance);
  const JobGraph& around = status.graphs().of(instance);
  Values params;
  for (const Input& param : body.params) {
    params.emplace(param.name, evaluate(param.value.value, scope));
  }
  if (inner_depth(status, instance) >= deepest_inner_job) {
    throw Error("inner jobs nest up to " + std::to_string(deepest_inner_job) +
                " levels; does a pipeline start itself?");
  }
  Value from;
  if (!body.from.value.empty()) from = evaluate(parsed(body.from), scope);
  CompileOptions options = inner;
  options.nodes = nodes;
  options.around = limits_around(status, instance);
  return inner_job(instance, body, from, std::move(params), around.plan->pipeline().folder,
                   options);
}

Fact Evaluation::begin_approval(InstanceId instance, const ApprovalBody& body) const {
  const JobScope scope(status, id, folders, instance);
  return InstanceWaiting{.instance = instance,
                         .until = body.timeout.us > 0 ? later(now, body.timeout) : Instant{},
                         .message = expand(body.message.value, scope)};
}

Fact Evaluation::begin_wait(InstanceId instance, const WaitBody& body) const {
  if (body.until.value.empty()) {
    return InstanceWaiting{.instance = instance, .until = later(now, body.pause)};
  }
  if (const auto time = parse_instant(body.until.value)) {
    return InstanceWaiting{.instance = instance, .until = *time};
  }
  const Value value = evaluate(parsed(body.until), JobScope(status, id, folders, instance));
  const auto* text = value.get_if<std::string>();
  const auto time = text != nullptr ? parse_instant(*text) : std::nullopt;
  if (!time) throw Error(to_json(value) + " is no time such as \"2030-01-31T09:00:00Z\"");
  return InstanceWaiting{.instance = instance, .until = *time};
}

std::uint32_t Evaluation::latest_graph(InstanceId owner) const {
  return status.graphs().of_owner(owner).back();
}

Values Evaluation::computed(const std::vector<ComputedOutput>& outputs, std::uint32_t graph) const {
  Values values;
  const JobScope scope(status, id, folders, graph);
  for (const ComputedOutput& output : outputs) {
    values.emplace(output.name, evaluate(Value(output.expression.value), scope));
  }
  return values;
}

Fact Evaluation::graph_over(InstanceId instance) const {
  const Task& task = status.graphs().written(instance);
  if (const auto* body = std::get_if<RepeatBody>(&task.body)) return end_of_round(instance, *body);
  std::uint32_t graph = latest_graph(instance);
  for (const std::uint32_t owned : status.graphs().of_owner(instance)) {
    if (status.graphs().at(owned).kind == GraphKind::pipeline) graph = owned;
  }
  return success(instance, task,
                 computed(status.graphs().at(graph).plan->pipeline().outputs, graph));
}

Fact Evaluation::end_of_round(InstanceId instance, const RepeatBody& body) const {
  const std::uint32_t graph = latest_graph(instance);
  Values outputs = computed(body.outputs, graph);
  JobScope scope(status, id, folders, graph);
  scope.add("outputs", Value(outputs));
  if (evaluate_condition(parsed(body.until), scope)) {
    return success(instance, status.graphs().written(instance), std::move(outputs));
  }
  if (status.graphs().at(graph).number + 1 >= body.max_rounds.value) {
    return failure(instance, Cause::Kind::rounds_exhausted,
                   "not good enough after " + std::to_string(body.max_rounds.value) + " rounds");
  }
  if (body.delay.us > 0) {
    return InstanceWaiting{.instance = instance, .until = later(now, body.delay)};
  }
  return next_round(instance);
}

Fact Evaluation::next_round(InstanceId instance) const {
  const auto& body = std::get<RepeatBody>(status.graphs().written(instance).body);
  const std::uint32_t graph = latest_graph(instance);
  return GraphAdded{.instance = instance,
                    .kind = GraphKind::round,
                    .number = status.graphs().at(graph).number + 1,
                    .values = std::make_shared<const Value>(Value(computed(body.outputs, graph)))};
}

Fact Evaluation::time_is_up(const Evaluate& asked) const {
  const Task& task = status.graphs().written(asked.instance);
  if (task.callback) {
    return AttemptEnded{.instance = asked.instance,
                        .attempt = asked.attempt,
                        .cause = {Cause::Kind::timeout_callback},
                        .message = "nobody called back in time"};
  }
  if (std::holds_alternative<RepeatBody>(task.body)) return next_round(asked.instance);
  const auto* approval = std::get_if<ApprovalBody>(&task.body);
  if (approval == nullptr) return success(asked.instance, task, {});
  switch (approval->on_timeout) {
    case ApprovalBody::OnTimeout::approve: return success(asked.instance, task, {});
    case ApprovalBody::OnTimeout::reject:
      return failure(asked.instance, Cause::Kind::rejected, "nobody answered in time");
    case ApprovalBody::OnTimeout::fail: break;
  }
  return failure(asked.instance, Cause::Kind::timeout_approval, "nobody answered in time");
}

}  // namespace headway::inline v0
