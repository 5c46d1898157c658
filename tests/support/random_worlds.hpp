// Random worlds, and what became of their jobs, to be compared.
#pragma once

#include "support/fated_driver.hpp"
#include "support/naive_interpreter.hpp"
#include "support/random_jobs.hpp"

#include <cstdint>
#include <map>
#include <string>

using Ends = std::map<std::string, naive::End>;

inline FatedWorld random_world(std::uint64_t seed, RandomTraits traits = {}) {
  const Dice dice(seed);
  Dice policy = dice.named("policy");
  return {
      .job = RandomJobs(dice.named("job"), traits).job(),
      .policy = {.order = policy.once_in(2) ? headway::Order::fifo : headway::Order::critical_path,
                 .intents_ahead = policy.below(4),
                 .successors = traits.lines ? 1 + policy.below(3) : 0},
      .dice = dice,
      .losses = traits.retries ? Fate::Losses::some : Fate::Losses::none};
}

/// What the rules say.
struct Told {
  explicit Told(const FatedWorld& world) {
    const Fate fate = world.fate();
    naive::Interpreter interpreter(fate);
    if (interpreter.job(*world.job, "", "")) state = headway::JobState::failed;
    ends = std::move(interpreter.ends);
  }
  Ends ends;
  headway::JobState state = headway::JobState::succeeded;
};

inline Ends ends_of(const Driver& driver) {
  Ends ends;
  for (std::uint32_t i = 0; i < driver.status().instances().size(); ++i) {
    const headway::InstanceStatus& instance = driver.status().instance({i});
    ends[path_of(driver.status().graphs(), {i})] = {instance.state, instance.cause};
  }
  return ends;
}

inline std::string word_of(const Ends& ends, const std::string& path) {
  const auto found = ends.find(path);
  if (found == ends.end()) return "nothing";
  return std::string(to_string(found->second.state)) + ' ' + to_string(found->second.cause);
}

/// What is different, for a person; empty when nothing is.
inline std::string difference(const Ends& played, const Ends& told) {
  std::string text;
  Ends all = played;
  all.insert(told.begin(), told.end());
  for (const auto& [path, end] : all) {
    if (word_of(played, path) == word_of(told, path)) continue;
    text += path + ": " + word_of(played, path) + ", told " + word_of(told, path) + '\n';
  }
  return text;
}
