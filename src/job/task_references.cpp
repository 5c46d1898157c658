// Resolving references to tasks: their outputs, states, causes and instances.
#include "references.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

using Kind = ExpressionType::Kind;

bool fans_out(const Task& task) { return task.matrix.has_value() || task.map.has_value(); }

/// A pipeline in a file that nobody has read yet: what it gives is not known.
bool is_unread(const Task& task) {
  const auto* inner = std::get_if<PipelineBody>(&task.body);
  return inner != nullptr && !inner->loaded && !inner->path.value.empty();
}

ExpressionType end_state() {
  ExpressionType type{Kind::enumeration};
  type.names = {"succeeded", "failed", "cancelled", "skipped", "upstream_failed"};
  return type;
}

std::vector<std::string> noted(std::string note) {
  return note.empty() ? std::vector<std::string>{} : std::vector{std::move(note)};
}

}  // namespace

Resolver::Answer Resolver::of_task(Path path) {
  if (place_.owner == Place::Owner::defaults) {
    return name_fault("name-not-available",
                      "\"tasks\" has no meaning in the defaults, which hold for every task",
                      {"write it in the task that reads the output"});
  }
  if (path.size() < 2) {
    return name_fault("unknown-task", "\"tasks\" alone is no value",
                      {"name an output: tasks.x.outputs.y"});
  }
  if (const auto number = graph_.find(path[1])) {
    const bool own = task() && *number == place_.task;
    if (own && place_.key != Place::Key::compensate) {
      return name_fault("self-dependency", "the task " + quoted(path[1]) + " reads its own outputs",
                        {"they exist only once it has ended"});
    }
    const auto condition = own ? EdgeCondition::succeeded : edge_to(*number);
    return of_producer(path, {graph_, *number, condition});
  }
  if (graph_.names() == GraphNames::end) {
    if (const auto number = graph_.outer()->find(path[1])) {
      return of_producer(path, {*graph_.outer(), *number});
    }
  }
  return no_such_task(path);
}

/// An inner graph sees its own tasks; those around it are told apart from those that are nowhere.
Diagnostic Resolver::no_such_task(Path path) {
  const CheckedGraph* outer = graph_.outer();
  for (; outer != nullptr && graph_.names() == GraphNames::round; outer = outer->outer()) {
    if (!outer->find(path[1])) continue;
    return name_fault(
        "name-not-available",
        "the task " + quoted(path[1]) + " stands outside of this repeat, which sees its own tasks",
        {"let the repeat depend on it: its files arrive as $HEADWAY_INPUT1, … of the "
         "repeat's first tasks",
         "or give the value as a param"});
  }
  std::string note = belonging(path[1]);
  if (note.empty() && path.size() == 2) {
    note = "a task with \"-\" in its name is written tasks[\"my-task\"]";
  }
  return name_fault("unknown-task", "there is no task " + quoted(path[1]), noted(std::move(note)),
                    seen_and_near(path[1]));
}

/// Likely intended ones among the tasks that can be named here.
std::vector<std::string> Resolver::seen_and_near(const std::string& name) const {
  std::vector<std::string> near = findings_.candidates(name, graph_.tasks());
  if (graph_.names() != GraphNames::end) return near;
  for (std::string& other : findings_.candidates(name, graph_.outer()->tasks())) {
    near.push_back(std::move(other));
  }
  return closest(name, near);
}

/// Where in the pipeline a task stands that cannot be seen from here; empty if nowhere.
std::string Resolver::belonging(const std::string& name) const {
  const auto has_it = [&](const std::vector<Task>& tasks) {
    return findings_.affords(tasks.size()) &&
           std::any_of(tasks.begin(), tasks.end(),
                       [&](const Task& task) { return task.name == name; });
  };
  if (has_it(graph_.pipeline().on_failure)) return "that task belongs to on_failure, which sees it";
  if (has_it(graph_.pipeline().finally)) return "that task belongs to finally, which sees it";
  if (!findings_.affords(graph_.tasks().size())) return {};
  for (const Task& task : graph_.tasks()) {
    const auto* repeat = std::get_if<RepeatBody>(&task.body);
    if (repeat == nullptr || !has_it(repeat->tasks)) continue;
    return "that task belongs to the repeat " + quoted(task.name) +
           ": give its values by the outputs of that repeat";
  }
  return {};
}

/// What the place waits for; unknown outside of tasks.
EdgeCondition Resolver::edge_to(std::uint32_t source) {
  if (edges_ == nullptr || task() == nullptr) return EdgeCondition::completed;
  edges_->add(source, EdgeCondition::succeeded);
  return edges_->condition(source);
}

Resolver::Answer Resolver::of_producer(Path path, const Producer& producer) {
  const std::string_view word = path.size() > 2 ? std::string_view(path[2]) : std::string_view();
  if (word == "state") {
    remark_constant_state(producer);
    return TypedName{end_state(), 3};
  }
  if (word == "cause") return TypedName{Kind::string, 3};
  if (word == "instances") return instances(producer);
  if (!word.empty() && word != "outputs") {
    return name_fault("unknown-name", quoted(to_string(path)) + " is not known of a task",
                      {"a task has tasks.x.outputs.y, tasks.x.state, tasks.x.cause and "
                       "tasks.x.instances"},
                      closest(word, {"outputs", "state", "cause", "instances"}));
  }
  if (path.size() < 4) {
    return name_fault("unknown-output", quoted(to_string(path)) + " names no output",
                      {"name a whole output: tasks." + path[1] + ".outputs.y"});
  }
  return output(path, producer);
}

Resolver::Answer Resolver::output(Path path, const Producer& producer) {
  const Task& task = producer.task();
  const NamedTypes& outputs = producer.graph.outputs_of(producer.number);
  const ExpressionType* declared = outputs.find(path[3]);
  if (declared == nullptr && is_unread(task)) return TypedName{Kind::json, 4};
  if (declared == nullptr) {
    return name_fault(
        "unknown-output", "the task " + quoted(task.name) + " has no output " + quoted(path[3]),
        noted(outputs.entries().empty() ? "it declares none: outputs: {" + path[3] + ": json}"
                                        : ""),
        findings_.candidates(path[3], outputs.entries()));
  }
  if (producer.condition == EdgeCondition::failed && !fans_out(task)) {
    return name_fault(
        "output-of-failed-task",
        "a task that starts when " + quoted(task.name) + " has failed cannot read its outputs",
        {"only a task that succeeded has outputs; wait for \"completed\" to read them where "
         "there are any"});
  }
  Answer answer = typed(*declared, 4);
  ExpressionType& type = std::get<TypedName>(answer).type;
  if (may_miss(producer)) type = optional_of(std::move(type));
  if (fans_out(task)) type = list_of(std::move(type));
  return answer;
}

/// Whether an instance may have no outputs though the place is there: null then.
bool Resolver::may_miss(const Producer& producer) const {
  const Task& task = producer.task();
  const bool tolerated = task.map && task.map->tolerate_failures.amount > 0;
  const bool some_skipped = fans_out(task) && task.when.has_value();
  return producer.condition != EdgeCondition::succeeded || may_fail(producer) || tolerated ||
         some_skipped;
}

/// Whether it may fail and let its `succeeded` edges start all the same.
bool Resolver::may_fail(const Producer& producer) {
  const auto& own = producer.task().settings.allow_failure;
  return own.or_else(producer.graph.pipeline().defaults.allow_failure).value_or(false);
}

/// Behind an edge that only a success satisfies there is one state: often it is another edge that
/// was meant.
void Resolver::remark_constant_state(const Producer& producer) {
  const bool constant = producer.condition == EdgeCondition::succeeded && !may_fail(producer);
  if (!constant || task() == nullptr || place_.key == Place::Key::compensate) return;
  const std::string name = quoted(producer.task().name);
  Diagnostic remark =
      name_fault("constant-state", "the state of " + name + " is always \"succeeded\" here",
                 {quoted(task()->name) + " starts only when " + name +
                  " has succeeded; to ask for its state, depend on it with \"completed\""});
  remark.severity = Severity::warning;
  remarks_.push_back(std::move(remark));
}

/// A record for each instance, in order.
Resolver::Answer Resolver::instances(const Producer& producer) {
  const NamedTypes& declared = producer.graph.outputs_of(producer.number);
  if (!findings_.affords(declared.entries().size())) return TypedName{Kind::json, 3};
  std::vector<std::pair<std::string, ExpressionType>> outputs;
  for (const auto& [name, type] : declared.entries()) {
    if (!findings_.affords(1 + type.names.size())) return TypedName{Kind::json, 3};
    outputs.emplace_back(name, optional_of(type));
  }
  std::vector<std::pair<std::string, ExpressionType>> fields{{"index", Kind::integer}};
  if (producer.task().matrix) fields.emplace_back("matrix", map_of(Kind::json));
  if (producer.task().map) fields.emplace_back("item", Kind::json);
  fields.emplace_back("state", end_state());
  fields.emplace_back("cause", Kind::string);
  fields.emplace_back("outputs", record_of(outputs));
  return TypedName{list_of(record_of(fields)), 3};
}

}  // namespace headway::inline v0
