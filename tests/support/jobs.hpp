// Jobs of named tasks for tests, filled by hand: a draft of the graph, and a story of what
// happened.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/job/pipeline_job.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jobs {

namespace hw = headway;

/// A graph of tasks in the making. Tasks must come after those they depend on.
class Draft {
 public:
  explicit Draft(std::string name) { pipeline_.name = std::move(name); }

  /// A task with a command; edges are `succeeded`.
  Draft& task(const std::string& name, const std::vector<std::string>& after = {}) {
    hw::Task task{.name = name};
    task.body = hw::CommandBody{.argv = {hw::Text{.value = "true"}}};
    for (const auto& before : after) task.depends_on.push_back({.task = before});
    pipeline_.tasks.push_back(std::move(task));
    return *this;
  }

  /// Makes the last task a fan-out over values 0 … count-1 of `axis`; more calls multiply.
  Draft& over(const std::string& axis, int count) {
    hw::Value::List values;
    for (int i = 0; i < count; ++i) values.emplace_back(i);
    return over(axis, std::move(values));
  }
  Draft& over(const std::string& axis, hw::Value::List values) {
    auto& matrix = pipeline_.tasks.back().matrix;
    if (!matrix) matrix.emplace();
    matrix->axes.push_back({.name = axis, .values = std::move(values)});
    return *this;
  }

  /// An edge to the last task.
  Draft& edge(const std::string& from, hw::EdgeCondition condition) {
    pipeline_.tasks.back().depends_on.push_back({.task = from, .condition = condition});
    return *this;
  }

  Draft& asks(const std::string& slot, hw::Quantity quantity) {
    pipeline_.tasks.back().settings.resources.emplace_back(slot, quantity);
    return *this;
  }

  Draft& retries(std::uint32_t limit) {
    pipeline_.tasks.back().settings.retry = hw::RetryRules{{.limit = limit}};
    return *this;
  }

  [[nodiscard]] const hw::Pipeline& pipeline() const { return pipeline_; }
  [[nodiscard]] std::shared_ptr<const hw::PipelineJob> job() const;

 private:
  hw::Pipeline pipeline_;
};

/// What happens to a job: each call is the events of one fact of life. Time passes by `after`.
class Story {
 public:
  explicit Story(std::shared_ptr<const hw::PipelineJob> job) : status(std::move(job)) {
    add(hw::JobStarted{.job = status.shared_job()});
  }

  Story& after(hw::Duration passed) {
    now = now + passed;
    return *this;
  }
  Story& starts(const std::string& name) {
    const auto id = instance(name);
    const auto attempt = status.instance(id).attempts + 1;
    add(hw::AttemptIntended{id, attempt});
    add(hw::SessionAccepted{.instance = id, .attempt = attempt});
    return add(hw::SessionStarted{id, attempt, "group"});
  }
  Story& succeeds(const std::string& name) {
    add(hw::AttemptEnded{.instance = instance(name), .attempt = tries(name)});
    return *this;
  }
  /// An attempt fails; `retries` or `fails` says what follows.
  Story& breaks(const std::string& name, hw::Cause cause, const std::string& message = {}) {
    return add(hw::AttemptEnded{
        .instance = instance(name), .attempt = tries(name), .cause = cause, .message = message});
  }
  Story& fails(const std::string& name, hw::Cause cause, const std::string& message = {}) {
    breaks(name, cause, message);
    return ends(name, hw::InstanceState::failed, cause);
  }
  Story& ends(const std::string& name, hw::InstanceState state, hw::Cause cause) {
    return add(hw::InstanceEnded{instance(name), state, cause});
  }
  /// Starts, takes a while, succeeds.
  Story& does(const std::string& name, hw::Duration duration) {
    return starts(name).after(duration).succeeds(name);
  }
  Story& closes(hw::JobState state) { return add(hw::JobEnded{.state = state}); }

  Story& add(hw::Fact fact) {
    status.apply({.time = now, .job = {}, .fact = std::move(fact)});
    return *this;
  }

  [[nodiscard]] hw::InstanceId instance(const std::string& name) const {
    return status.job().find_instance(name).value();
  }
  [[nodiscard]] hw::Attempt tries(const std::string& name) const {
    return status.instance(instance(name)).attempts;
  }

  hw::Instant now{1'000'000'000'000};
  hw::JobStatus status;
};

// ---------------------------------------------------------------------------------------------

namespace parts {

/// The cross product of the axes, last axis fastest.
inline hw::PipelineJobParts::Grid grid_of(const hw::Task& task) {
  hw::PipelineJobParts::Grid grid;
  if (!task.matrix) return grid;
  std::uint32_t size = 1;
  for (const auto& axis : task.matrix->axes) {
    grid.axes.push_back(axis.name);
    grid.values.push_back(std::get<hw::Value::List>(axis.values));
    auto& texts = grid.texts.emplace_back();
    for (const auto& value : grid.values.back()) texts.push_back(hw::detail::axis_text(value));
    size *= static_cast<std::uint32_t>(grid.values.back().size());
  }
  for (std::uint32_t c = 0; c < size; ++c) {
    std::uint32_t below = size;
    for (const auto& values : grid.values) {
      below /= static_cast<std::uint32_t>(values.size());
      grid.choices.push_back(c / below % static_cast<std::uint32_t>(values.size()));
    }
  }
  return grid;
}

inline hw::SlotId slot_of(hw::PipelineJobParts& parts, const std::string& name) {
  std::size_t at = 0;
  while (at < parts.slots.size() && parts.slots[at] != name) ++at;
  if (at == parts.slots.size()) parts.slots.push_back(name);
  return {static_cast<std::uint16_t>(at)};
}

inline hw::JobTask task_of(hw::PipelineJobParts& parts, const hw::Task& task) {
  hw::JobTask made;
  made.shape = {static_cast<std::uint32_t>(parts.shapes.size())};
  hw::Demand demand;
  for (const auto& [slot, quantity] : task.settings.resources) {
    demand.emplace_back(slot_of(parts, slot), quantity->raw);
  }
  parts.shapes.push_back(std::move(demand));
  if (task.settings.retry.given()) {
    made.retry = static_cast<std::uint32_t>(parts.retries.size());
    parts.retries.push_back(*task.settings.retry);
  }
  return made;
}

/// Edges of both directions in compressed rows.
inline void add_edges(hw::PipelineJobParts& parts) {
  const auto& tasks = parts.pipeline->tasks;
  std::vector<std::vector<hw::JobEdge>> dependents(tasks.size());
  parts.predecessor_rows = parts.dependent_rows = {0};
  for (std::uint32_t t = 0; t < tasks.size(); ++t) {
    for (const auto& dependency : tasks[t].depends_on) {
      std::uint32_t from = 0;
      while (tasks.at(from).name != dependency.task) ++from;
      parts.predecessors.push_back({{from}, dependency.condition});
      dependents[from].push_back({{t}, dependency.condition});
    }
    parts.predecessor_rows.push_back(static_cast<std::uint32_t>(parts.predecessors.size()));
  }
  for (const auto& edges : dependents) {
    parts.dependents.insert(parts.dependents.end(), edges.begin(), edges.end());
    parts.dependent_rows.push_back(static_cast<std::uint32_t>(parts.dependents.size()));
  }
}

}  // namespace parts

inline std::shared_ptr<const hw::PipelineJob> Draft::job() const {
  hw::PipelineJobParts made;
  made.pipeline = std::make_shared<const hw::Pipeline>(pipeline_);
  for (const auto& task : pipeline_.tasks) {
    made.tasks.push_back(parts::task_of(made, task));
    made.settings.push_back(task.settings);
    made.grids.push_back(parts::grid_of(task));
    const auto& grid = made.grids.back();
    if (!grid.axes.empty()) {
      made.tasks.back().count = static_cast<std::uint32_t>(grid.choices.size() / grid.axes.size());
    }
  }
  parts::add_edges(made);
  return std::make_shared<const hw::PipelineJob>(std::move(made));
}

}  // namespace jobs
