// Random scenarios: small jobs in worlds where much goes wrong.
#pragma once

#include <headway/testing/dice.hpp>
#include <headway/testing/scenario.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace headway::inline v0::testing {

/// The pipeline of a random job, of 3 to 9 tasks that call `work`.
std::string random_pipeline(Dice dice, Habitat habitat = Habitat::cluster);

/// The same seed draws the same scenario everywhere.
Scenario random_scenario(std::uint64_t seed);

// ---------------------------------------------------------------------------------------------

namespace detail {

/// `t0` of tasks, `o0` of on_failure, `f0` of finally.
inline std::string name_of_task(std::string_view title, std::uint32_t task) {
  return title[0] + std::to_string(task);
}

/// Edges to earlier tasks, most of them of success.
inline std::string random_edges(Dice& dice, std::string_view title, std::uint32_t task) {
  constexpr std::string_view others[] = {"failed", "completed", "succeeded_or_skipped"};
  std::string edges;
  for (std::uint32_t source = 0; source < task; ++source) {
    if (!dice.once_in(3)) continue;
    const std::string_view condition = dice.once_in(4) ? others[dice.below(3)] : "succeeded";
    edges +=
        (edges.empty() ? "" : ", ") + name_of_task(title, source) + ": " + std::string(condition);
  }
  return edges.empty() ? "" : ", depends_on: {" + edges + '}';
}

inline std::string random_settings(Dice& dice) {
  std::string text = ", resources: {cpu: " + std::to_string(1 + dice.below(3)) + '}';
  if (dice.once_in(3)) {
    text += ", retry: {limit: " + std::to_string(1 + dice.below(2)) +
            ", backoff: {initial: " + std::to_string(1 + dice.below(20)) +
            "s, multiplier: 2, jitter: 0.1}}";
  }
  const std::uint32_t limit = dice.below(16);
  if (limit < 2) text += ", timeout: {run: 10s}";
  if (limit == 2) text += ", timeout: {queue: 20s}";
  if (dice.once_in(6)) text += ", allow_failure: true";
  return text;
}

/// Sessions take over from each other where there are many of a kind.
inline std::string random_body(Dice& dice, Habitat habitat) {
  const std::uint32_t kind = dice.below(12);
  if (kind == 0) {
    return "repeat: {max_rounds: 2, until: \"round.index == 1\", delay: 2s, tasks: {inner: "
           "{call: \"cpp:work\", outputs: {n: int}}}}";
  }
  if (kind == 3) {
    constexpr std::string_view words[] = {"fail", "reject", "approve"};
    return "approval: {message: \"go on?\", timeout: 30s, on_timeout: " +
           std::string(words[dice.below(3)]) + '}';
  }
  const std::string call = "call: \"cpp:work\", outputs: {n: int}" + random_settings(dice);
  if (habitat == Habitat::machine && kind > 7) {
    return "matrix: {axes: {x: [1, 2, 3, 4, 5, 6, 7, 8]}}, " + call;
  }
  if (kind == 1) return "map: {over: \"[1, 2, 3]\", tolerate_failures: 1}, " + call;
  if (kind == 2) return "matrix: {axes: {x: [1, 2]}}, " + call;
  return call;
}

inline std::string random_tasks(Dice& dice, Habitat habitat, std::uint32_t count,
                                std::string_view title) {
  std::string text = std::string(title) + ":\n";
  for (std::uint32_t task = 0; task < count; ++task) {
    const std::string body = random_body(dice, habitat);
    text +=
        "  " + name_of_task(title, task) + ": {" + body + random_edges(dice, title, task) + "}\n";
  }
  return text;
}

inline std::vector<TimedIncident> random_incidents(Dice dice) {
  std::vector<TimedIncident> all;
  for (std::uint32_t left = dice.below(4); left > 0; --left) {
    const auto what = static_cast<Incident>(dice.below(incident_count));
    all.push_back({Duration{dice.below(60'000) * 1'000LL}, what});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  return all;
}

}  // namespace detail

inline std::string random_pipeline(Dice dice, Habitat habitat) {
  std::string text = "headway: v1\nname: simulated\n";
  if (dice.once_in(4)) text += "limits: {max_parallel: 2}\n";
  text += detail::random_tasks(dice, habitat, 3 + dice.below(7), "tasks");
  if (dice.once_in(8)) text += detail::random_tasks(dice, habitat, 1, "on_failure");
  if (dice.once_in(6)) text += detail::random_tasks(dice, habitat, 1 + dice.below(2), "finally");
  return text;
}

inline Scenario random_scenario(std::uint64_t seed) {
  const Dice root(seed);
  Dice dice = root.named("scenario");
  const Habitat habitat = root.named("habitat").once_in(3) ? Habitat::machine : Habitat::cluster;
  Scenario drawn{.seed = seed,
                 .pipeline = random_pipeline(root.named("pipeline"), habitat),
                 .habitat = habitat};
  if (dice.once_in(2)) drawn.order = Order::fifo;
  drawn.intents_ahead = dice.once_in(2) ? 64 : dice.below(3);
  for (std::size_t i = 0; i < fault_count; ++i) {
    const auto fault = static_cast<Fault>(i);
    if (dice.once_in(3)) drawn.faults.add(fault);
  }
  while (drawn.kills.size() < 4 && dice.once_in(2)) {
    drawn.kills.push_back(1 + dice.below(dice.once_in(3) ? 8 : 80));
  }
  drawn.incidents = detail::random_incidents(root.named("incidents"));
  return drawn;
}

}  // namespace headway::inline v0::testing
