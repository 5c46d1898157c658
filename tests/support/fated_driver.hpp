// Plays a job as fate has it: sessions end, people answer, callbacks come, in any order.
#pragma once

#include "support/fate.hpp"
#include "support/grown_graphs.hpp"
#include "support/scheduler_driver.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// A job, a machine, a policy, and how everything ends. A value.
struct FatedWorld {
  Plan job;
  headway::SchedulePolicy policy{};
  Dice dice{0};
  Fate::Losses losses = Fate::Losses::some;

  [[nodiscard]] Fate fate() const { return Fate(dice.named("fate"), losses); }
};

class FatedDriver {
 public:
  explicit FatedDriver(const FatedWorld& world)
      : driver(world.job, {{.name = "local", .resources = cpu(3)}}, world.policy),
        fate_(world.fate()),
        choices_(world.dice.named("choices")) {
    driver.answers = [this](const headway::Evaluate& asked) { return answer(asked); };
  }
  FatedDriver(const FatedDriver&) = delete;
  FatedDriver& operator=(const FatedDriver&) = delete;

  /// Does the `number`-th thing that happens by itself: a session ends, a person answers, a
  /// callback comes, and time passes where nothing else is left. False when nothing is.
  bool turn(std::uint32_t number) {
    const std::vector<headway::InstanceId> candidates = that_can_happen();
    if (!candidates.empty()) {
      Dice choice = choices_.named(std::to_string(number));
      happen(candidates[choice.below(static_cast<std::uint32_t>(candidates.size()))]);
      return true;
    }
    const auto wake = driver.scheduler().wake_at();
    if (wake) driver.wait(*wake - driver.now());
    return wake.has_value();
  }

  void go_on(std::uint32_t number = 0) {
    while (turn(number++)) {
      if (number > 100'000) throw std::logic_error("a job ends");
    }
  }

  Driver driver;

 private:
  using Kind = headway::Cause::Kind;

  [[nodiscard]] std::string path(headway::InstanceId id) const {
    return path_of(driver.status().graphs(), id);
  }
  [[nodiscard]] headway::Fact failed(headway::InstanceId id, Kind kind) const {
    const bool skips = kind == Kind::condition_false;
    return headway::InstanceEnded{
        .instance = id,
        .state = skips ? headway::InstanceState::skipped : headway::InstanceState::failed,
        .cause = {kind}};
  }

  /// In the order of instances, so that a replay chooses alike.
  [[nodiscard]] std::vector<headway::InstanceId> that_can_happen() const {
    std::vector<headway::InstanceId> candidates;
    const auto& instances = driver.status().instances();
    for (std::uint32_t i = 0; i < instances.size(); ++i) {
      const headway::InstanceId id{i};
      const bool waits = instances[i].state == headway::InstanceState::waiting;
      if (driver.may_end(i) || (waits && is_answered(id))) candidates.push_back(id);
    }
    return candidates;
  }

  /// Whether somebody answers what it waits for, before its time is up.
  [[nodiscard]] bool is_answered(headway::InstanceId id) const {
    const headway::TaskKind kind = driver.status().graphs().task(id).kind;
    if (kind == headway::TaskKind::approval)
      return fate_.approval(path(id)) != Kind::timeout_approval;
    return kind == headway::TaskKind::session && attempt_of(id).kind == Kind::none;
  }
  [[nodiscard]] headway::Cause attempt_of(headway::InstanceId id) const {
    return fate_.attempt(path(id), driver.status().instance(id).attempts);
  }

  void happen(headway::InstanceId id) {
    const headway::InstanceStatus& instance = driver.status().instance(id);
    const headway::Attempt attempt = instance.attempts;
    if (driver.sessions().contains(id.value)) {
      const bool stopped = driver.sessions().at(id.value).stopped.kind != Kind::none;
      if (!stopped && fate_.parks(path(id), attempt)) {
        driver.park(id.value, driver.now() + headway::Duration{60'000'000});
      } else {
        driver.end(id.value, attempt_of(id));
      }
      return;
    }
    if (driver.status().graphs().task(id).kind == headway::TaskKind::session) {
      driver.record(headway::AttemptEnded{.instance = id, .attempt = attempt});
    } else if (const Kind kind = fate_.approval(path(id)); kind == Kind::none) {
      driver.record(headway::InstanceEnded{.instance = id});
    } else {
      driver.record(failed(id, kind));
    }
    driver.drain();
  }

  [[nodiscard]] std::optional<headway::Fact> answer(const headway::Evaluate& asked) const {
    switch (asked.question) {
      case headway::Question::begin: return begin(asked.instance);
      case headway::Question::graph_over: return graph_over(asked.instance);
      case headway::Question::time_is_up: return time_is_up(asked);
      case headway::Question::retry: return retry(asked);
      case headway::Question::heartbeat: break;
    }
    return {};
  }

  [[nodiscard]] std::optional<headway::Fact> begin(headway::InstanceId id) const {
    const headway::JobGraph& graph = driver.status().graphs().of(id);
    const Kind why = fate_.condition(path(id));
    if (why != Kind::none) return failed(id, why);
    switch (graph.task(id).kind) {
      case headway::TaskKind::map: return elements(id, fate_.width(path(id)));
      case headway::TaskKind::repeat: return round_of(id, 0);
      case headway::TaskKind::pipeline:
        return inner_job(id, graph.plan->inner(graph.task_of(id)).graph);
      case headway::TaskKind::approval:
      case headway::TaskKind::wait:
        return headway::InstanceWaiting{.instance = id, .until = driver.now() + pause};
      case headway::TaskKind::fail: return failed(id, Kind::failed_on_purpose);
      default: return {};
    }
  }

  [[nodiscard]] std::uint32_t latest_round(headway::InstanceId repeat) const {
    const headway::JobGraphs& graphs = driver.status().graphs();
    return graphs.at(graphs.of_owner(repeat).back()).number;
  }

  [[nodiscard]] std::optional<headway::Fact> graph_over(headway::InstanceId id) const {
    if (driver.status().graphs().task(id).kind == headway::TaskKind::pipeline) {
      if (fate_.has_outputs(path(id))) return {};
      return failed(id, Kind::expression_failed);
    }
    const std::uint32_t round = latest_round(id);
    const Kind verdict = fate_.round(path(id), round);
    if (verdict == Kind::none) return {};
    if (verdict != Kind::rounds_exhausted || round + 1 == Fate::most_rounds)
      return failed(id, verdict);
    if (!fate_.rests(path(id))) return round_of(id, round + 1);
    return headway::InstanceWaiting{.instance = id, .until = driver.now() + pause};
  }

  [[nodiscard]] std::optional<headway::Fact> time_is_up(const headway::Evaluate& asked) const {
    const headway::InstanceId id = asked.instance;
    switch (driver.status().graphs().task(id).kind) {
      case headway::TaskKind::session:
        return headway::AttemptEnded{
            .instance = id, .attempt = asked.attempt, .cause = {Kind::timeout_callback}};
      case headway::TaskKind::repeat: return round_of(id, latest_round(id) + 1);
      case headway::TaskKind::approval: return failed(id, Kind::timeout_approval);
      default: return {};
    }
  }

  [[nodiscard]] std::optional<headway::Fact> retry(const headway::Evaluate& asked) const {
    if (fate_.outgrows(path(asked.instance), asked.attempt)) {
      return headway::InstanceEnded{.instance = asked.instance,
                                    .state = headway::InstanceState::failed,
                                    .cause = asked.cause};
    }
    return headway::InstanceRetrying{
        .instance = asked.instance,
        .attempt = asked.attempt,
        .until = asked.until,
        .rule = asked.rule,
        .resources = std::make_shared<const headway::Resources>(cpu(2 + asked.attempt % 2))};
  }

  static constexpr headway::Duration pause{30'000'000};

  Fate fate_;
  Dice choices_;
};
