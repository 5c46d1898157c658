// A chart: what every view shows of a graph of tasks, taken from a pipeline, a job or its status.
#pragma once

#include <headway/event/job_state.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

inline constexpr std::size_t instance_states = 12;

/// How many instances are in each state. A value.
struct Tally {
  std::array<std::uint32_t, instance_states> counts{};

  [[nodiscard]] std::uint32_t of(InstanceState state) const {
    return counts[static_cast<std::size_t>(state)];
  }
  void add(InstanceState state) { ++counts[static_cast<std::size_t>(state)]; }
  [[nodiscard]] std::uint32_t total() const;
  [[nodiscard]] std::uint32_t ended() const;
  /// One state for all: of what goes on, the liveliest; once all have ended, the worst.
  [[nodiscard]] InstanceState together() const;
};

/// The states in the order in which views list them: what went well first, what waits last.
[[nodiscard]] const std::array<InstanceState, instance_states>& states_in_order();

/// One instance of a fan-out.
struct Element {
  std::string name;
  InstanceState state = InstanceState::pending;
  std::string detail{};  // `failed, exit_code(3), 1.2 s, 2 attempts`
};

/// A task as views show it. A value. Texts are as the user wrote them: each view escapes its own
/// way.
struct Card {
  std::string name;
  std::uint32_t count = 1;               // its instances
  bool fan_out = false;                  // `count` may be 0 where it is not known yet
  std::optional<InstanceState> state{};  // none in a pipeline or a job that has not started
  std::string duration{};                // `1.2 s`; empty where it did not start
  Attempt attempts = 0;                  // of the instance that had most
  std::string cause{};                   // `exit_code(3)`, of the first that failed
  std::string message{};                 // of the same, one line
  std::string request{};                 // `4 cpu · 8Gi mem`
  std::string summary{};                 // the description as written
  Tally tally{};
  std::vector<Element> elements{};  // of a fan-out with states, in instance order

  /// `succeeded · 1.2 s · 2 attempts`; the request where there is no state.
  [[nodiscard]] std::string detail() const;
};

/// Instances that no card stands for: of `on_failure`, `finally` or compensations. A value.
struct Ending {
  std::string title;
  std::vector<Element> elements{};
};

/// An edge between cards, by index.
struct Arrow {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  EdgeCondition condition = EdgeCondition::succeeded;
};

/// A graph to show. A value, the same for the same input. Implicit on purpose: `svg(status)`,
/// `text(job)` and `dot(pipeline)` all take what there is.
struct Chart {
  /// The template: edges as written and those that references imply.
  Chart(const Pipeline& pipeline);
  /// Precondition, here and below: a job with a pipeline, not one of numbers only.
  Chart(const PipelineJob& job);
  /// The coloured job. Durations of what still runs are shown only where `now` says until when.
  Chart(const JobStatus& status, std::optional<Instant> now = {});

  std::string title;
  std::string kind;                 // `pipeline` or `job`
  std::optional<JobState> state{};  // of a job that has started
  std::string duration{};           // of the job
  std::uint32_t instances = 0;      // 0 where not known yet
  Tally tally{};                    // empty where there is no state
  std::vector<Card> cards{};        // in the order of the graph
  std::vector<Arrow> arrows{};
  std::vector<Ending> endings{};  // in the order in which they came

  /// `succeeded · 12.3 s · 9 of 10 instances ended`, or `job · 5 tasks`.
  [[nodiscard]] std::string subtitle() const;
};

/// A duration for people, in two units at most: `0 s`, `12 ms`, `1.2 s`, `2m 05s`, `3h 07m`, `2d
/// 04h`.
std::string readable(Duration duration);

}  // namespace headway::inline v0
