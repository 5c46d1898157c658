// Which instances of a rerun need not work.
#include "reuse.hpp"

#include "remake.hpp"

#include <headway/base/diagnostic.hpp>
#include <headway/base/error.hpp>
#include <headway/job/order.hpp>
#include <headway/yaml/save.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <system_error>
#include <utility>

namespace headway::inline v0 {

namespace {

using Json = nlohmann::json;

[[noreturn]] void throw_no_task(const PipelineJob& job, const std::string& wanted) {
  std::vector<std::string> names;
  for (const Task& task : job.pipeline().tasks) names.push_back(task.name);
  const auto near = closest(wanted, names);
  throw Error("the pipeline has no task \"" + wanted + '"' +
              (near.empty() ? std::string() : "; did you mean \"" + near.front() + "\"?"));
}

/// The tasks of the job itself that work anew by their names.
std::vector<bool> named(const PipelineJob& job, const std::vector<std::string>& from) {
  std::vector<bool> anew(job.tasks().size());
  for (const std::string& wanted : from) {
    const auto task = job.find_task(wanted);
    if (!task) throw_no_task(job, wanted);
    anew[task->value] = true;
  }
  return anew;
}

bool same_values(const JobGraph& one, const JobGraph& other) {
  if (!one.values || !other.values) return !one.values && !other.values;
  return *one.values == *other.values;
}

bool same_plan(const JobGraph& one, const JobGraph& other) {
  if (one.plan->instance_count() != other.plan->instance_count()) return false;
  if (one.kind != GraphKind::pipeline) return true;  // both are in the plans of their owners
  return yaml::version(one.plan->pipeline()) == yaml::version(other.plan->pipeline());
}

bool works_anew(GraphKind kind) {
  return kind == GraphKind::compensation || kind == GraphKind::on_failure ||
         kind == GraphKind::finally;
}

}  // namespace

std::string to_json(const RerunRecord& rerun) {
  return Json{{"job", to_string(rerun.of)}, {"from", rerun.from}}.dump();
}

std::optional<RerunRecord> rerun_in(const JobRecord& record) {
  if (record.reuses.empty()) return {};
  const Json json = Json::parse(record.reuses, nullptr, false);
  RerunRecord rerun;
  if (!json.is_object() || !parse(json.value("job", std::string()), rerun.of)) {
    throw Error("job " + to_string(record.id) + " does not say what it reuses");
  }
  rerun.from = json.value("from", std::vector<std::string>());
  return rerun;
}

Reuse::Reuse(JobStatus earlier, const std::vector<std::string>& from, const Folders* folders)
    : earlier_(std::move(earlier)),
      folders_(folders),
      graphs_(earlier_.shared_job()),
      anew_(named(earlier_.job(), from)) {
  if (!is_terminal(earlier_.state())) {
    throw Error("the job has not ended yet, and is not run again: resume it, or cancel it first");
  }
}

std::vector<InstanceEnded> Reuse::begin() {
  counterparts_.assign(1, {.earlier = 0});
  return look_at(0);
}

std::vector<InstanceEnded> Reuse::grow(const GraphAdded& fact) {
  if (graphs_.has(fact)) return {};
  const std::uint32_t graph = graphs_.add(fact);
  counterparts_.push_back({.earlier = counterpart_of(graphs_.at(graph))});
  return look_at(graph);
}

/// The owner has one graph of a kind and number, in either job.
std::optional<std::uint32_t> Reuse::counterpart_of(const JobGraph& graph) const {
  if (works_anew(graph.kind) || graph.owner == no_instance) return {};
  const JobGraph& around = graphs_.at(graph.enclosing);
  const Counterpart& known = counterparts_[graph.enclosing];
  if (!known.earlier || !known.sound[around.task_of(graph.owner).value]) return {};
  const JobGraphs& before = earlier_.graphs();
  const InstanceId owner = before.at(*known.earlier).global(around.local(graph.owner));
  for (const std::uint32_t index : before.of_owner(owner)) {
    const JobGraph& other = before.at(index);
    const bool alike = other.kind == graph.kind && other.number == graph.number;
    if (alike && same_values(graph, other) && same_plan(graph, other)) return index;
  }
  return {};
}

std::vector<InstanceEnded> Reuse::look_at(std::uint32_t index) {
  std::vector<InstanceEnded> reused;
  Counterpart& counterpart = counterparts_[index];
  if (!counterpart.earlier) return reused;
  const JobGraph& graph = graphs_.at(index);
  const JobGraph& earlier = earlier_.graphs().at(*counterpart.earlier);
  const PipelineJob& plan = *graph.plan;
  std::vector<bool> whole(plan.tasks().size());  // all instances of the task are reused
  counterpart.sound.assign(whole.size(), false);
  for (const TaskId task : task_order(plan)) {
    bool sound = index != 0 || !anew_[task.value];
    for (const JobEdge& edge : plan.predecessors(task)) sound = sound && whole[edge.task.value];
    counterpart.sound[task.value] = sound;
    whole[task.value] = sound && look_at(graph, earlier, task, reused);
  }
  return reused;
}

/// Whether all instances of the task succeeded.
bool Reuse::look_at(const JobGraph& graph, const JobGraph& earlier, TaskId task,
                    std::vector<InstanceEnded>& reused) const {
  const JobTask& numbers = graph.plan->task(task);
  bool whole = true;
  for (std::uint32_t i = 0; i < numbers.count; ++i) {
    const InstanceId local{numbers.first.value + i};
    const InstanceStatus& was = earlier_.instance(earlier.global(local));
    const bool counts = was.state == InstanceState::succeeded && is_kept(was);
    whole = whole && counts;
    if (!counts) continue;
    reused.push_back({.instance = graph.global(local),
                      .state = InstanceState::succeeded,
                      .cause = {Cause::Kind::cached},
                      .outputs = was.outputs,
                      .folder = was.output_folder});
  }
  return whole;
}

bool Reuse::is_kept(const InstanceStatus& was) const {
  if (folders_ == nullptr || was.output_folder.empty()) return true;
  std::error_code ignored;
  return std::filesystem::exists(folders_->absolute(was.output_folder), ignored);
}

std::optional<Reuse> reuse_for(const JobRecord& record,
                               const std::shared_ptr<const PipelineJob>& job,
                               const StoreReader& store, const Folders* folders) {
  const auto rerun = rerun_in(record);
  if (!rerun) return {};
  [[maybe_unused]] const JobRecord known = record_in(store, rerun->of);
  JobStatus earlier(job);
  for (const Event& event : store.events(rerun->of, job)) earlier.apply(event);
  return Reuse(std::move(earlier), rerun->from, folders);
}

}  // namespace headway::inline v0
