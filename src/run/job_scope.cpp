// The scope of a running job.
#include "job_scope.hpp"

#include "session_spec.hpp"

#include <headway/base/error.hpp>
#include <headway/run/explanation.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

Value with_absolute_paths(Value value, const Folders& folders) {
  if (auto* artifact = value.get_if<Artifact>()) artifact->path = folders.absolute(artifact->path);
  if (auto* list = value.get_if<Value::List>()) {
    for (Value& element : *list) element = with_absolute_paths(std::move(element), folders);
  }
  if (auto* map = value.get_if<Value::Map>()) {
    for (auto& [name, element] : *map) element = with_absolute_paths(std::move(element), folders);
  }
  return value;
}

Value output_of(const InstanceStatus& instance, const std::string& name, const Folders& folders) {
  if (!instance.outputs) return {};
  const auto found = instance.outputs->find(name);
  return found == instance.outputs->end() ? Value{} : with_absolute_paths(found->second, folders);
}

namespace {

/// Adds those of a graph that failed and count there; for one that failed because of what it has
/// grown, those in there. In the elements of a map that failed each failure counts.
void collect_failures(const JobStatus& status, std::uint32_t graph, std::vector<InstanceId>& all) {
  const JobGraph& around = status.graphs().at(graph);
  for (std::uint32_t i = around.first.value; i < around.end(); ++i) {
    const bool allowed = around.kind != GraphKind::elements && around.task({i}).allow_failure;
    if (status.instance({i}).state != InstanceState::failed || allowed) continue;
    const std::size_t before = all.size();
    for (const std::uint32_t inner : status.graphs().of_owner({i})) {
      if (status.graphs().at(inner).kind == GraphKind::compensation) continue;
      collect_failures(status, inner, all);
    }
    if (all.size() == before) all.push_back({i});
  }
}

void sort_by_end(const JobStatus& status, std::vector<InstanceId>& failed) {
  std::stable_sort(failed.begin(), failed.end(), [&](InstanceId a, InstanceId b) {
    return status.instance(a).ended < status.instance(b).ended;
  });
}

}  // namespace

std::vector<InstanceId> failures(const JobStatus& status) {
  std::vector<InstanceId> all;
  collect_failures(status, 0, all);
  for (const std::uint32_t end : status.graphs().of_owner(no_instance)) {
    collect_failures(status, end, all);
  }
  sort_by_end(status, all);
  return all;
}

std::string first_failure(const JobStatus& status, std::uint32_t graph) {
  std::vector<InstanceId> all;
  collect_failures(status, graph, all);
  sort_by_end(status, all);
  return all.empty() ? std::string() : status.name(all.front());
}

JobScope::JobScope(const JobStatus& status, JobId id, const Folders& folders, std::uint32_t graph)
    : status_(status), id_(id), folders_(folders), graph_(graph) {
  const JobGraph& own = status.graphs().at(graph);
  if (own.kind != GraphKind::round) return;
  around_ = surroundings_of(status, own.owner);
  around_.round = &own;
}

JobScope::JobScope(const JobStatus& status, JobId id, const Folders& folders, InstanceId instance)
    : status_(status),
      id_(id),
      folders_(folders),
      graph_(status.graphs().index_of(instance)),
      around_(surroundings_of(status, instance)) {
  while (status.graphs().at(graph_).stands_for_owner()) {
    graph_ = status.graphs().at(graph_).enclosing;
  }
}

std::optional<Resolved> JobScope::at(std::span<const std::string> path) const {
  const std::string& root = path[0];
  const auto found = [](std::optional<Value> value, std::size_t used) {
    return value ? std::optional(Resolved{std::move(*value), used}) : std::nullopt;
  };
  if (const auto more = more_.find(root); more != more_.end()) return found(more->second, 1);
  if (around_.item != nullptr && root == "item") {
    return found(with_absolute_paths(*around_.item, folders_), 1);
  }
  if (around_.item != nullptr && root == "item_index") {
    return found(Value(std::int64_t{around_.item_index}), 1);
  }
  if (path.size() < 2) return {};
  if (root == "params" || root == "matrix") {
    const Values& values =
        root == "matrix" ? around_.matrix : status_.graphs().at(graph_).plan->params();
    const auto value = values.find(path[1]);
    return value == values.end() ? std::nullopt : found(value->second, 2);
  }
  if (root == "job") return found(of_job(path[1]), 2);
  if (root == "round") return found(of_round(path[1]), 2);
  if (root == "secrets") return found(secret(path[1]), 2);
  if (root == "tasks") return of_task(path);
  return {};
}

std::optional<Value> JobScope::of_round(const std::string& name) const {
  if (around_.round == nullptr) return {};
  if (name == "index") return Value(std::int64_t{around_.round->number});
  if (name != "previous") return {};
  const auto& previous = around_.round->values;
  return previous ? with_absolute_paths(*previous, folders_) : Value();
}

std::optional<Value> JobScope::secret(const std::string& name) const {
  for (const Secret& known : status_.graphs().at(graph_).plan->pipeline().secrets) {
    if (known.name == name) return Value(resolve_secret(known));
  }
  return {};
}

std::optional<Value> JobScope::of_job(const std::string& name) const {
  if (name == "id") return Value(to_string(id_));
  if (name == "name") return Value(status_.job().name());
  std::uint32_t graph = graph_;
  while (graph != 0 && status_.graphs().at(graph).kind != GraphKind::pipeline) {
    graph = status_.graphs().at(graph).enclosing;
  }
  const std::string failure = first_failure(status_, graph);
  if (name == "first_failure") return Value(failure);
  if (name != "state") return {};
  if (is_terminal(status_.state()) && graph == 0)
    return Value(std::string(to_string(status_.state())));
  if (status_.cancelling()) return Value("cancelled");
  return Value(failure.empty() ? "succeeded" : "failed");
}

namespace {

/// `cause` of an instance, or of the first that failed of several.
std::string cause_of(const JobStatus& status, const std::vector<InstanceId>& instances) {
  for (const InstanceId id : instances) {
    const InstanceStatus& instance = status.instance(id);
    if (instance.state == InstanceState::failed) return to_string(instance.cause);
  }
  return instances.empty() ? std::string() : to_string(status.instance(instances.front()).cause);
}

/// What instances of a task may leave: what is declared, and what the graph inside gives.
std::vector<std::string> outputs_of(const Task& task) {
  std::vector<std::string> names;
  for (const OutputDeclaration& declared : task.outputs) names.push_back(declared.name);
  const auto* repeat = std::get_if<RepeatBody>(&task.body);
  const auto* inner = std::get_if<PipelineBody>(&task.body);
  const std::vector<ComputedOutput> none;
  const auto& given = repeat != nullptr                   ? repeat->outputs
                      : inner != nullptr && inner->loaded ? inner->loaded->outputs
                                                          : none;
  for (const ComputedOutput& output : given) names.push_back(output.name);
  return names;
}

Value record_of(const JobStatus& status, InstanceId id, std::int64_t index,
                const Folders& folders) {
  const JobGraph& graph = status.graphs().of(id);
  const Task& task = status.graphs().written(id);
  const InstanceStatus& instance = status.instance(id);
  Value::Map outputs;
  for (const std::string& name : outputs_of(task)) {
    outputs.emplace(name, output_of(instance, name, folders));
  }
  Value::Map record{{"index", index},
                    {"state", std::string(to_string(instance.state))},
                    {"cause", to_string(instance.cause)},
                    {"outputs", Value(std::move(outputs))}};
  if (task.matrix) record.emplace("matrix", Value(graph.plan->matrix_of(graph.local(id))));
  if (graph.kind == GraphKind::elements) {
    const auto& items = *graph.values->get_if<Value::List>();
    record.emplace("item", with_absolute_paths(items[graph.local(id).value], folders));
  }
  return Value(std::move(record));
}

}  // namespace

std::optional<Resolved> JobScope::of_task(std::span<const std::string> path) const {
  std::uint32_t graph = graph_;
  auto task = status_.graphs().at(graph).plan->find_task(path[1]);
  const GraphKind kind = status_.graphs().at(graph).kind;
  if (!task && (kind == GraphKind::on_failure || kind == GraphKind::finally)) {
    graph = status_.graphs().at(graph).enclosing;  // the tasks of the job whose end this is
    for (const std::uint32_t inner : status_.graphs().of_owner(status_.graphs().at(graph_).owner)) {
      if (status_.graphs().at(inner).kind == GraphKind::pipeline) graph = inner;
    }
    task = status_.graphs().at(graph).plan->find_task(path[1]);
  }
  if (!task || path.size() < 3) return {};
  const JobGraph& around = status_.graphs().at(graph);
  const Task& written = around.plan->written(*task);
  if (path[2] == "state" && written.map) {
    const InstanceId owner = around.global(around.plan->task(*task).first);
    return Resolved{std::string(to_string(status_.instance(owner).state)), 3};
  }
  if (path[2] == "state")
    return Resolved{std::string(to_string(status_.task_state(graph, *task))), 3};
  const std::vector<InstanceId> instances = instances_of(status_, graph, *task);
  if (path[2] == "cause") return Resolved{cause_of(status_, instances), 3};
  if (path[2] == "instances") {
    Value::List records;
    for (const InstanceId id : instances) {
      records.push_back(
          record_of(status_, id, static_cast<std::int64_t>(records.size()), folders_));
    }
    return Resolved{Value(std::move(records)), 3};
  }
  if (path[2] != "outputs" || path.size() < 4) return {};
  if (!written.matrix && !written.map) {
    return Resolved{output_of(status_.instance(instances.front()), path[3], folders_), 4};
  }
  Value::List elements;  // of a fan-out: a list in instance order
  for (const InstanceId id : instances) {
    elements.push_back(output_of(status_.instance(id), path[3], folders_));
  }
  return Resolved{Value(std::move(elements)), 4};
}

Values job_outputs(const JobStatus& status, JobId id, const Folders& folders) {
  Values outputs;
  const JobScope scope(status, id, folders);
  for (const ComputedOutput& output : status.job().pipeline().outputs) {
    outputs.emplace(output.name, evaluate(Value(output.expression.value), scope));
  }
  return outputs;
}

}  // namespace headway::inline v0
