// What must hold of the events of any job, on whatever way it came to its end.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/schedule/graph_progress.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Reads the events of a job one by one, by counting all over again each time, and remembers the
/// first rule that was broken.
class PlayedRules {
 public:
  explicit PlayedRules(std::shared_ptr<const headway::PipelineJob> job) : status_(std::move(job)) {}

  void read(const std::vector<headway::Event>& events) {
    for (const headway::Event& event : events) {
      std::visit([this](const auto& fact) { before(fact); }, event.fact);
      status_.apply(event);
      std::visit([this](const auto& fact) { after(fact); }, event.fact);
    }
  }
  /// Empty when all of them held.
  [[nodiscard]] const std::string& broken() const { return broken_; }

 private:
  using Id = headway::InstanceId;
  using Kind = headway::GraphKind;
  using State = headway::InstanceState;

  void must(bool holds, const char* rule, Id id) {
    if (broken_.empty() && !holds) broken_ = rule + (": " + std::to_string(id.value));
  }
  [[nodiscard]] const headway::JobGraphs& graphs() const { return status_.graphs(); }
  [[nodiscard]] State state(Id id) const { return status_.instance(id).state; }
  [[nodiscard]] std::uint32_t closed_by(Id owner) const {
    for (const std::uint32_t index : graphs().of_owner(owner)) {
      if (graphs().at(index).kind == Kind::pipeline) return index;
    }
    return 0;
  }
  /// The graph around one; that of the tasks for the end of a job.
  [[nodiscard]] std::uint32_t around(std::uint32_t index) const {
    const headway::JobGraph& graph = graphs().at(index);
    const bool end = graph.kind == Kind::on_failure || graph.kind == Kind::finally;
    return end ? closed_by(graph.owner) : graph.enclosing;
  }
  [[nodiscard]] bool inside(Id id, std::uint32_t graph) const {
    std::uint32_t index = graphs().index_of(id);
    while (index != graph && index != 0) index = around(index);
    return index == graph;
  }
  [[nodiscard]] bool is_over(std::uint32_t index) const {
    const headway::JobGraph& graph = graphs().at(index);
    for (std::uint32_t i = graph.first.value; i < graph.end(); ++i) {
      if (!is_terminal(state({i}))) return false;
    }
    return true;
  }

  // --- caps ---

  void session_began(Id id) {
    nothing_new(id);
    live_.insert(id);
    const std::uint32_t own = graphs().index_of(id);
    const std::uint32_t most = graphs().at(own).task(id).max_parallel;
    std::uint32_t of_task = 0;
    for (const Id other : live_) {
      if (same_task(other, id)) ++of_task;
    }
    must(most == 0 || of_task <= most, "a task has more sessions than it allows", id);
    for (std::uint32_t graph = own;; graph = around(graph)) {
      const std::uint32_t cap = graphs().at(graph).plan->max_parallel();
      std::uint32_t within = 0;
      for (const Id other : live_) {
        if (inside(other, graph)) ++within;
      }
      must(cap == 0 || within <= cap, "a job has more sessions than its limits allow", id);
      if (graph == 0) return;
    }
  }
  [[nodiscard]] bool same_task(Id a, Id b) const {
    const std::uint32_t graph = graphs().index_of(a);
    return graph == graphs().index_of(b) &&
           graphs().at(graph).task_of(a) == graphs().at(graph).task_of(b);
  }
  /// Of inner jobs, repeats and what waits.
  void under_way(Id id) {
    const headway::JobGraph& graph = graphs().of(id);
    const headway::JobTask& task = graph.task(id);
    if (task.max_parallel == 0 || task.has_session()) return;
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < task.count; ++i) {
      const State here = state(graph.global({task.first.value + i}));
      if (here == State::running || here == State::waiting) ++count;
    }
    must(count <= task.max_parallel || task.count == 1, "more are under way than allowed", id);
  }

  // --- fail_fast ---

  void nothing_new(Id id) {
    std::uint32_t graph = graphs().index_of(id);
    while (true) {
      must(!halted_.contains(graph), "something starts after a failure under fail_fast", id);
      if (graph == 0 || is_part_of_end(graphs().at(graph).kind)) return;
      graph = graphs().at(graph).enclosing;
    }
  }
  void ended(Id id) {
    const std::uint32_t index = graphs().index_of(id);
    const headway::JobGraph& graph = graphs().at(index);
    const bool counts = state(id) == State::failed && !graph.task(id).allow_failure;
    if (counts && closes(graph.kind) && graph.plan->fail_fast()) halted_.insert(index);
    if (state(id) == State::succeeded && graph.task(id).compensates) undoable_.push_back(id);
    if (graph.task(id).kind == headway::TaskKind::pipeline) closed(id);
  }

  // --- the end ---

  /// The job, or inner job, whose rollback undoes an instance: the innermost that goes on.
  [[nodiscard]] std::uint32_t undone_by(Id id) const {
    std::uint32_t graph = graphs().index_of(id);
    const auto goes_on = [&] {
      const headway::JobGraph& here = graphs().at(graph);
      return here.kind == Kind::pipeline && !is_terminal(state(here.owner));
    };
    while (graph != 0 && !goes_on()) graph = around(graph);
    return graph;
  }
  void undo(Id id) {
    const std::uint32_t by = undone_by(id);
    must(is_over(by), "a rollback comes when the tasks are over", id);
    for (std::size_t i = undoable_.size(); i > 0 && undoable_[i - 1] != id; --i) {
      must(!inside(undoable_[i - 1], by), "the newest success is undone first", id);
    }
    must(std::erase(undoable_, id) == 1, "a success is undone once", id);
    for (const auto& [root, graph] : undoing_) {
      must(root != by || is_over(graph), "a rollback undoes one success at a time", id);
    }
    undoing_.emplace_back(by, graphs().size());
  }
  void end_began(const headway::GraphAdded& fact) {
    const std::uint32_t closed = closed_by(fact.instance);
    must(is_over(closed), "the end of a job comes when its tasks are over", fact.instance);
    for (const auto& [root, graph] : undoing_) {
      must(root != closed || is_over(graph), "the end comes after the rollback", fact.instance);
    }
    for (const std::uint32_t index : graphs().of_owner(fact.instance)) {
      const bool earlier = graphs().at(index).kind == Kind::on_failure;
      must(!earlier || is_over(index), "finally comes after on_failure", fact.instance);
      must(graphs().at(index).kind != Kind::finally, "finally comes last", fact.instance);
    }
  }
  /// An inner job has ended, by itself or with its failure.
  void closed(Id owner) {
    const std::uint32_t graph = closed_by(owner);
    const bool by_itself = state(owner) == State::succeeded || state(owner) == State::failed;
    if (graph == 0 || !by_itself) return;
    must(is_over(graph), "a task ends after its inner job", owner);
    must_have_finally(graph, owner);
  }
  void must_have_finally(std::uint32_t graph, Id owner) {
    if (!graphs().at(graph).plan->finally()) return;
    bool has = false;
    for (const std::uint32_t index : graphs().of_owner(owner)) {
      has = has || (graphs().at(index).kind == Kind::finally && is_over(index));
    }
    must(has, "no job ends without its finally", owner);
  }

  void before(const headway::GraphAdded& fact) {
    if (fact.kind == Kind::compensation) return undo(fact.instance);
    if (is_part_of_end(fact.kind)) end_began(fact);
  }
  void before(const headway::AttemptIntended& fact) { nothing_new(fact.instance); }
  void before(const headway::JobEnded& /*fact*/) { must_have_finally(0, headway::no_instance); }
  template <class Other>
  void before(const Other& /*fact*/) {}

  void after(const headway::GraphAdded& fact) {
    if (!is_part_of_end(fact.kind)) under_way(fact.instance);
  }
  void after(const headway::InstanceWaiting& fact) { under_way(fact.instance); }
  void after(const headway::SessionAccepted& fact) { session_began(fact.instance); }
  void after(const headway::AttemptParked& fact) { live_.erase(fact.instance); }
  void after(const headway::AttemptEnded& fact) {
    live_.erase(fact.instance);
    if (fact.cause.kind == headway::Cause::Kind::none) ended(fact.instance);
  }
  void after(const headway::InstanceEnded& fact) { ended(fact.instance); }
  template <class Other>
  void after(const Other& /*fact*/) {}

  headway::JobStatus status_;
  std::set<Id> live_;               // in sessions
  std::set<std::uint32_t> halted_;  // graphs under fail_fast in which a failure counts
  std::vector<Id> undoable_;        // oldest first
  std::vector<std::pair<std::uint32_t, std::uint32_t>> undoing_;  // for which job, and which graph
  std::string broken_;
};

inline std::string broken_rule(std::shared_ptr<const headway::PipelineJob> job,
                               const std::vector<headway::Event>& events) {
  PlayedRules rules(std::move(job));
  rules.read(events);
  return rules.broken();
}
