// Plays executor and backend for a scheduler: every command becomes an event and is applied.
#pragma once

#include "played_lines.hpp"

#include <headway/event/job_state.hpp>
#include <headway/schedule/rank.hpp>
#include <headway/schedule/scheduler.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// A session as the played backend knows it.
struct PlayedSession {
  headway::Attempt attempt = 0;
  headway::Placement placement{};
  headway::Cause stopped{};  // why it was asked to stop
  std::uint64_t line = 0;
  bool waits = false;  // in its line
};

/// One job, one scheduler, and a log of its events. Checks as it goes what must hold at every
/// command, and throws where it does not.
class Driver {
 public:
  static constexpr headway::JobId id{7};

  Driver(std::shared_ptr<const headway::PipelineJob> job, std::vector<headway::Node> nodes,
         headway::SchedulePolicy policy = {})
      : scheduler_(policy), status_(job), nodes_(std::move(nodes)) {
    scheduler_.serve(id, {.places = places_of(*job, policy.order)});
    scheduler_.apply({.fact = headway::NodesChanged{nodes_}}, now_);
  }

  /// What the nodes are from now on.
  void set_nodes(std::vector<headway::Node> nodes) {
    nodes_ = std::move(nodes);
    scheduler_.apply({.fact = headway::NodesChanged{nodes_}}, now_);
  }

  void start() { record(headway::JobStarted{status_.shared_job()}); }

  /// The facts of an earlier driver; sessions that it had are still there.
  void read(const std::vector<headway::Event>& events) {
    for (const headway::Event& event : events) {
      now_ = event.time;
      keep(event);
    }
  }
  /// As a resuming engine reads them.
  void replay(const std::vector<headway::Event>& events) {
    read(events);
    record(headway::JobResumed{});
  }

  /// Appends a fact and applies it.
  void record(headway::Fact fact) { keep({.time = now_, .job = id, .fact = std::move(fact)}); }

  /// Does all that the scheduler wishes, and says what it was: `intend 0#1, launch 0#1`.
  std::string drain() {
    std::string told;
    while (auto command = scheduler_.next(now_)) {
      const std::string word = std::visit([this](auto& known) { return act(known); }, *command);
      told += (told.empty() ? "" : ", ") + word;
      commands_.push_back(word);
    }
    return told;
  }

  /// Ends a session, and drains. A session that was asked to stop ends for that reason.
  std::string end(std::uint32_t instance, headway::Cause cause = {}) {
    const PlayedSession session = sessions_.at(instance);
    if (session.stopped.kind != headway::Cause::Kind::none) cause = session.stopped;
    record(
        headway::AttemptEnded{.instance = {instance}, .attempt = session.attempt, .cause = cause});
    return drain();
  }

  /// Ends a session whose result a callback is to bring, and drains.
  std::string park(std::uint32_t instance, headway::Instant until = {}) {
    record(headway::AttemptParked{
        .instance = {instance}, .attempt = sessions_.at(instance).attempt, .until = until});
    return drain();
  }

  /// Lets time pass, and drains.
  std::string wait(headway::Duration duration) {
    now_ = now_ + duration;
    return drain();
  }

  [[nodiscard]] const headway::JobStatus& status() const { return status_; }
  [[nodiscard]] headway::InstanceState state(std::uint32_t i) const {
    return status_.instance({i}).state;
  }
  [[nodiscard]] const std::map<std::uint32_t, PlayedSession>& sessions() const { return sessions_; }
  /// Whether its session can end: what waits in its line only when it is stopped.
  [[nodiscard]] bool may_end(std::uint32_t instance) const {
    const auto found = sessions_.find(instance);
    if (found == sessions_.end()) return false;
    return !found->second.waits || found->second.stopped.kind != headway::Cause::Kind::none;
  }
  [[nodiscard]] const std::vector<headway::Event>& events() const { return events_; }
  [[nodiscard]] const std::vector<std::string>& commands() const { return commands_; }
  [[nodiscard]] headway::Scheduler& scheduler() { return scheduler_; }
  [[nodiscard]] headway::Instant now() const { return now_; }
  void set_now(headway::Instant now) { now_ = now; }
  /// What the values of the job would say. Where it says nothing, a session may begin, a retry asks
  /// for what was asked for, and all else succeeds.
  std::function<std::optional<headway::Fact>(const headway::Evaluate&)> answers =
      [](const headway::Evaluate& /*question*/) { return std::nullopt; };
  bool launches_by_itself = true;  // false: the test records what becomes of a launch

 private:
  static void must(bool holds, const char* rule) {
    if (!holds) throw std::logic_error(rule);
  }

  static std::string text(headway::InstanceId instance, headway::Attempt attempt) {
    return std::to_string(instance.value) + '#' + std::to_string(attempt);
  }

  /// Whether it is in a graph of the end of its job, or of an inner one.
  [[nodiscard]] bool belongs_to_end(headway::InstanceId instance) const {
    const headway::JobGraphs& graphs = status_.graphs();
    std::uint32_t graph = graphs.index_of(instance);
    while (graph != 0 && !is_part_of_end(graphs.at(graph).kind)) graph = graphs.at(graph).enclosing;
    return graph != 0;
  }

  void keep(const headway::Event& event) {
    events_.push_back(event);
    scheduler_.apply(event, now_);
    scheduler_.apply(event, now_);  // changes nothing the second time
    status_.apply(event);
    if (const auto* accepted = std::get_if<headway::SessionAccepted>(&event.fact)) {
      const headway::Placement unknown;
      PlayedSession& session = sessions_[accepted->instance.value];
      session.attempt = accepted->attempt;
      session.placement = accepted->placement ? *accepted->placement : unknown;
      session.stopped = {};
    }
    if (const auto* ended = std::get_if<headway::AttemptEnded>(&event.fact)) {
      leave(ended->instance.value);
    }
    if (const auto* parked = std::get_if<headway::AttemptParked>(&event.fact)) {
      leave(parked->instance.value);
    }
  }

  /// The next of its line begins.
  void leave(std::uint32_t instance) {
    const auto ended = sessions_.extract(instance);
    if (ended.empty() || lines_.remove({instance})) return;
    if (auto next = lines_.leave(ended.mapped().line)) begin(*next);
  }

  std::string act(const headway::RecallSession& wish) {
    if (lines_.remove(wish.instance)) {
      sessions_.erase(wish.instance.value);
      record(headway::AttemptAbsent{wish.instance, wish.attempt});
    }
    return "recall " + text(wish.instance, wish.attempt);
  }

  std::string act(const headway::IntendAttempt& wish) {
    const auto& now = status_.instance(wish.instance);
    must(
        now.state == headway::InstanceState::ready || now.state == headway::InstanceState::retrying,
        "dependencies have ended before an attempt");
    must(!status_.cancelling() || belongs_to_end(wish.instance),
         "a cancelled job submits nothing new");
    must(now_ >= now.until, "a retry waits for its time");
    must(now.attempts + 1 == wish.attempt, "attempts are numbered in turn");
    record(headway::AttemptIntended{wish.instance, wish.attempt});
    return "intend " + text(wish.instance, wish.attempt);
  }

  std::string act(headway::LaunchSession& wish) {
    must(sessions_.count(wish.instance.value) == 0, "one live attempt at most");
    must(status_.instance(wish.instance).attempts == wish.attempt, "the intent comes first");
    std::string told = "launch " + text(wish.instance, wish.attempt);
    if (wish.placement->node != "local") told += '@' + wish.placement->node;
    for (const auto& gpu : wish.placement->gpus) {
      told += " gpu" + std::to_string(gpu.device);
      if (gpu.thousandths != 1000) told += ':' + std::to_string(gpu.thousandths);
    }
    const bool at_once = lines_.add(wish);
    if (!at_once) told += " behind";
    sessions_[wish.instance.value] = {wish.attempt, *wish.placement, {}, wish.line, !at_once};
    check_capacity();
    if (launches_by_itself && at_once) begin(wish);
    return told;
  }

  void begin(headway::LaunchSession& wish) {
    sessions_[wish.instance.value].waits = false;
    check_capacity();
    record(headway::SessionAccepted{wish.instance, wish.attempt, wish.placement, "h"});
    record(headway::SessionStarted{wish.instance, wish.attempt, "group"});
  }

  std::string act(const headway::StopSession& wish) {
    const std::string told =
        "stop " + text(wish.instance, wish.attempt) + ' ' + to_string(wish.why);
    if (!sessions_.contains(wish.instance.value)) {  // its launch was not asked for yet
      record(headway::AttemptEnded{
          .instance = wish.instance, .attempt = wish.attempt, .cause = wish.why});
      return told;
    }
    PlayedSession& session = sessions_.at(wish.instance.value);
    must(session.attempt == wish.attempt, "a session that lives is stopped");
    must(session.stopped.kind == headway::Cause::Kind::none, "a session is stopped once");
    session.stopped = wish.why;
    return told;
  }

  std::string act(const headway::Evaluate& question) {
    must(!is_terminal(state(question.instance.value)), "nothing is asked about what has ended");
    if (question.question == headway::Question::heartbeat)
      return "listen to " + text(question.instance, question.attempt);
    const auto answer = answers(question);
    record(answer ? *answer : default_answer(question));
    return "ask " + std::to_string(question.instance.value);
  }

  [[nodiscard]] headway::Fact default_answer(const headway::Evaluate& question) const {
    const bool session = status_.graphs().task(question.instance).has_session();
    if (session && question.question == headway::Question::begin) {
      return headway::InstanceAdmitted{question.instance};
    }
    if (question.question != headway::Question::retry) {
      return headway::InstanceEnded{.instance = question.instance};
    }
    return headway::InstanceRetrying{.instance = question.instance,
                                     .attempt = question.attempt,
                                     .until = question.until,
                                     .rule = question.rule};
  }

  std::string act(const headway::Decide& wish) {
    std::string told;
    if (const auto* ended = std::get_if<headway::InstanceEnded>(&wish.fact)) {
      must(!is_terminal(state(ended->instance.value)), "terminal is final");
      must(sessions_.count(ended->instance.value) == 0, "a session ends before its instance");
      told = std::to_string(ended->instance.value) + ' ' + std::string(to_string(ended->state));
    }
    if (const auto* retry = std::get_if<headway::InstanceRetrying>(&wish.fact)) {
      told = "retry " + text(retry->instance, retry->attempt) + " after " +
             to_string(retry->until - now_);
    }
    if (const auto* job = std::get_if<headway::JobEnded>(&wish.fact)) {
      must(!is_terminal(status_.state()), "a job ends once");
      told = "job " + std::string(to_string(job->state));
    }
    if (const auto* graph = std::get_if<headway::GraphAdded>(&wish.fact)) {
      told = "add " + std::string(to_string(graph->kind));
      if (graph->instance != headway::no_instance) {
        told += " of " + std::to_string(graph->instance.value);
      }
    }
    record(wish.fact);
    return told;
  }

  /// Of each node and slot, and of each device, no more is given than there is.
  void check_capacity() const {
    for (const headway::Node& node : nodes_) {
      headway::Resources used;
      std::map<std::uint16_t, int> devices;
      for (const auto& [instance, session] : sessions_) {
        if (session.waits || session.placement.node != node.name) continue;
        for (const auto& [slot, amount] : session.placement.granted) {
          used.set(slot, {used.of(slot).raw + amount.raw});
        }
        for (const auto& gpu : session.placement.gpus) devices[gpu.device] += gpu.thousandths;
      }
      for (const auto& [slot, amount] : used) {
        must(amount <= node.resources.of(slot), "capacity is never exceeded");
      }
      for (const auto& [device, share] : devices) must(share <= 1000, "no device is given twice");
    }
  }

  headway::Scheduler scheduler_;
  headway::JobStatus status_;
  std::vector<headway::Node> nodes_;
  headway::Instant now_{};
  std::map<std::uint32_t, PlayedSession> sessions_;
  PlayedLines lines_;
  std::vector<headway::Event> events_;
  std::vector<std::string> commands_;
};
