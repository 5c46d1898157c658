// What tasks of numbered jobs grow: plans of graphs inside, and the facts that add them.
#pragma once

#include <headway/event/event.hpp>
#include <headway/schedule/command.hpp>

#include "support/numbered_jobs.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

using Plan = std::shared_ptr<const headway::PipelineJob>;

/// A graph of one task.
inline Plan single(NumberedTask task = {}) { return job_of({std::move(task)}); }

/// A task that grows `graph`: a map its elements, a repeat its rounds, a pipeline what is told.
inline NumberedTask growing(headway::TaskKind kind, Plan graph = {},
                            headway::Tolerance tolerated = {}) {
  NumberedTask task{.numbers = {.kind = kind, .asks = true}};
  task.inner = {.graph = std::move(graph), .tolerated = tolerated};
  return task;
}
inline NumberedTask map_of(NumberedTask element = {}, headway::Tolerance tolerated = {}) {
  return growing(headway::TaskKind::map, single(std::move(element)), tolerated);
}
inline NumberedTask repeat_of(std::vector<NumberedTask> tasks) {
  return growing(headway::TaskKind::repeat, job_of(std::move(tasks)));
}

/// A task that is evaluated before it begins.
inline NumberedTask asking(NumberedTask task = {}) {
  task.numbers.asks = true;
  return task;
}
inline NumberedTask asking(headway::TaskKind kind) { return asking({.numbers = {.kind = kind}}); }

/// The same after another.
inline NumberedTask then(std::uint32_t before, NumberedTask task,
                         headway::EdgeCondition condition = headway::EdgeCondition::succeeded) {
  task.after.push_back({{before}, condition});
  return task;
}

/// The same, with something to undo it.
inline NumberedTask undoable(NumberedTask task = {}, NumberedTask compensation = {}) {
  task.numbers.compensates = true;
  task.inner.compensation = single(std::move(compensation));
  return task;
}

inline NumberedTask allowed(NumberedTask task = {}) {
  task.numbers.allow_failure = true;
  return task;
}

/// What is said about each instance, question after question; then as the driver does by itself.
class Answers {
 public:
  Answers& say(std::uint32_t instance, headway::Fact fact) {
    facts_[instance].push_back(std::move(fact));
    return *this;
  }
  std::optional<headway::Fact> operator()(const headway::Evaluate& asked) {
    auto& left = facts_[asked.instance.value];
    if (left.empty()) return {};
    headway::Fact fact = std::move(left.front());
    left.pop_front();
    return fact;
  }

 private:
  std::map<std::uint32_t, std::deque<headway::Fact>> facts_;
};

/// `count` items for the elements of a map.
inline headway::GraphAdded elements(headway::InstanceId map, std::uint32_t count) {
  return {.instance = map,
          .kind = headway::GraphKind::elements,
          .values = std::make_shared<const headway::Value>(
              headway::Value::List(count, headway::Value(0)))};
}
inline headway::GraphAdded round_of(headway::InstanceId repeat, std::uint32_t number) {
  return {.instance = repeat, .kind = headway::GraphKind::round, .number = number};
}
inline headway::GraphAdded inner_job(headway::InstanceId owner, Plan job) {
  return {.instance = owner, .kind = headway::GraphKind::pipeline, .graph = std::move(job)};
}
inline headway::InstanceEnded skipped(headway::InstanceId id) {
  return {id, headway::InstanceState::skipped, {headway::Cause::Kind::condition_false}};
}
inline headway::InstanceEnded failed(headway::InstanceId id, headway::Cause::Kind why) {
  return {id, headway::InstanceState::failed, {why}};
}
