// Random jobs with every construct: edges of all conditions, fan-outs, rounds, inner jobs, ends.
#pragma once

#include "support/dice.hpp"
#include "support/grown_graphs.hpp"

#include <cstdint>
#include <utility>
#include <vector>

/// What random jobs may have beside the rest.
struct RandomTraits {
  bool fail_fast = false;
  bool retries = true;
  bool lines = false;       // sessions that may wait behind others
  std::uint32_t tasks = 8;  // of the job itself, at most
};

/// Draws jobs; the same dice draw the same.
class RandomJobs {
 public:
  RandomJobs(Dice dice, RandomTraits traits) : dice_(dice), traits_(traits) {}

  Plan job() { return inner_job(traits_.tasks, 0); }

 private:
  static constexpr std::uint32_t deepest = 3;

  Plan inner_job(std::uint32_t most, std::uint32_t depth) {
    auto parts = asking_for({headway::Resources{}, cpu(1), cpu(2)});
    parts.rollback = dice_.once_in(2);
    parts.fail_fast = traits_.fail_fast && dice_.once_in(2);
    parts.max_parallel = dice_.once_in(4) ? 1 + dice_.below(3) : 0;
    if (dice_.once_in(3)) parts.on_failure = graph(2, deepest - 1);
    if (dice_.once_in(3)) parts.finally = graph(2, deepest - 1);
    return job_of(tasks(dice_.below(most) + 1, depth), std::move(parts));
  }

  Plan graph(std::uint32_t most, std::uint32_t depth) {
    return job_of(tasks(dice_.below(most + 1), depth),
                  asking_for({headway::Resources{}, cpu(1), cpu(2)}));
  }

  std::vector<NumberedTask> tasks(std::uint32_t count, std::uint32_t depth) {
    std::vector<NumberedTask> all;
    for (std::uint32_t t = 0; t < count; ++t) {
      all.push_back(task(depth));
      for (std::uint32_t source = 0; source < t; ++source) {
        if (!dice_.once_in(3)) continue;
        const auto condition = dice_.once_in(2) ? 0 : dice_.below(4);
        all[t].after.push_back({{source}, static_cast<headway::EdgeCondition>(condition)});
      }
    }
    return all;
  }

  NumberedTask task(std::uint32_t depth) {
    if (dice_.once_in(5)) return map(depth);
    NumberedTask made = body(depth);
    made.numbers.allow_failure = dice_.once_in(6);
    if (dice_.once_in(5)) made.numbers.count = dice_.below(4);
    made.numbers.max_parallel = dice_.below(3);
    return made;
  }

  NumberedTask map(std::uint32_t depth) {
    NumberedTask element = body(depth);
    NumberedTask made = growing(headway::TaskKind::map);
    made.inner.tolerated = {.amount = dice_.once_in(2) ? 0 : dice_.below(3)};
    if (dice_.once_in(4)) made.inner.tolerated = {.amount = 10 * dice_.below(11), .percent = true};
    made.numbers.allow_failure = element.numbers.allow_failure = dice_.once_in(6);
    element.numbers.max_parallel = dice_.below(3);
    made.inner.graph =
        job_of({std::move(element)}, asking_for({headway::Resources{}, cpu(1), cpu(2)}));
    return made;
  }

  /// A task without its fan-out.
  NumberedTask body(std::uint32_t depth) {
    using enum headway::TaskKind;
    constexpr headway::TaskKind kinds[] = {session, session, session,  session,  session, join,
                                           wait,    fail,    approval, pipeline, repeat};
    const headway::TaskKind kind = kinds[dice_.below(depth < deepest ? 11 : 9)];
    NumberedTask made{.numbers = {.kind = kind, .asks = true}};
    if (kind == session || kind == join) made.numbers.asks = dice_.once_in(4);
    if (kind == session) {
      made.numbers.shape = {dice_.below(3)};
      if (traits_.lines) made.numbers.line = static_cast<headway::LineKind>(dice_.below(3));
      made.retry = rules();
    }
    if (kind == repeat) made.inner.graph = graph(3, depth + 1);
    if (kind == pipeline) made.inner.graph = inner_job(3, depth + 1);
    if (kind == session || kind == repeat || kind == pipeline) {
      if (dice_.once_in(3)) made = undoable(std::move(made), {.retry = rules()});
    }
    return made;
  }

  headway::RetryRules rules() {
    const headway::Backoff pause{.initial = {dice_.below(3) * 1'000'000}, .jitter = 0.5};
    const std::uint32_t limit = dice_.below(3);
    if (!traits_.retries) return {};
    switch (dice_.below(5)) {
      case 0: return {{.limit = limit, .backoff = pause}};
      case 1:
        return {{.limit = 1, .causes = {{"exit_code(3)"}, {"node_lost"}}},
                {.limit = limit, .backoff = pause}};
      case 2:
        return {{.limit = 2, .causes = {{"oom_killed"}}, .resources = {{"cpu", {"2"}}}},
                {.limit = limit, .backoff = pause, .causes = {{"exit_code"}}}};
      default: return {};
    }
  }

  Dice dice_;
  RandomTraits traits_;
};
