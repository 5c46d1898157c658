// Plays random scenarios, seed by seed; one that fails is made smaller and shown.
#include <headway/base/planted.hpp>
#include <headway/store/sqlite.hpp>
#include <headway/testing/random_scenarios.hpp>
#include <headway/testing/simulation.hpp>
#include <headway/testing/trace.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace headway;
using namespace headway::testing;

namespace {

/// What was asked for.
struct Wanted {
  std::uint64_t seeds = 1'000;
  std::uint64_t from = 1;
  std::string file{};       // one scenario instead
  std::string store{};      // a folder for real databases; empty: in memory
  bool planted = false;     // look for the planted bugs
  bool keep_going = false;  // after a failure
  bool twice = false;       // each seed again, to compare the traces
};

/// What a database needs that is opened by force, in a folder of its own.
std::function<std::unique_ptr<Store>()> opened_in(const std::string& folder) {
  std::filesystem::remove_all(folder);
  return [folder] {
    std::filesystem::remove(folder + "/lock");
    return std::make_unique<SqliteStore>(folder, SqliteOptions{Durability::relaxed});
  };
}

SimulationEnd play(const Scenario& scenario, const Wanted& wanted, bool aloud = false) {
  SimulationOptions options;
  if (aloud) options.narrator = [](const std::string& line) { std::puts(line.c_str()); };
  if (!wanted.store.empty()) options.open_store = opened_in(wanted.store);
  try {
    SimulationEnd end = simulate(scenario, options);
    if (!wanted.store.empty()) options.open_store = opened_in(wanted.store);
    if (!end.violation && wanted.twice && simulate(scenario, options).trace != end.trace) {
      end.violation = "the same seed is another story";
    }
    return end;
  } catch (const std::exception& failure) {
    return {.violation = std::string("it throws ") + failure.what()};
  }
}

/// A smaller scenario fails alike; one that is no pipeline any more does not.
bool fails(const Scenario& scenario, const Wanted& wanted) {
  const auto violation = play(scenario, wanted).violation;
  return violation && !violation->starts_with("it throws");
}

void show(const Scenario& scenario, const Wanted& wanted) {
  const Scenario small =
      shrink(scenario, [&](const Scenario& candidate) { return fails(candidate, wanted); });
  std::printf("seed %llu fails; smaller:\n# %s\n%s\n",
              static_cast<unsigned long long>(scenario.seed),
              play(small, wanted).violation.value_or("").c_str(), to_string(small).c_str());
}

int play_file(const Wanted& wanted) {
  std::ifstream file(wanted.file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto violation = play(parse_scenario(text), wanted, true).violation;
  std::printf("%s: %s\n", wanted.file.c_str(), violation.value_or("holds").c_str());
  return violation ? 1 : 0;
}

int play_seeds(const Wanted& wanted) {
  Trace traces;
  std::uint64_t failed = 0;
  std::uint64_t events = 0;
  std::uint64_t lives = 0;
  for (std::uint64_t seed = wanted.from; seed < wanted.from + wanted.seeds; ++seed) {
    const Scenario scenario = random_scenario(seed);
    const SimulationEnd end = play(scenario, wanted);
    traces.add(end.trace);
    events += end.events;
    lives += end.lives;
    if (!end.violation) continue;
    ++failed;
    show(scenario, wanted);
    if (!wanted.keep_going) return 1;
  }
  std::printf("%llu seeds, %llu events, %llu engines, %llu failed, trace %016llx\n",
              static_cast<unsigned long long>(wanted.seeds),
              static_cast<unsigned long long>(events), static_cast<unsigned long long>(lives),
              static_cast<unsigned long long>(failed),
              static_cast<unsigned long long>(traces.hash()));
  return failed == 0 ? 0 : 1;
}

#ifdef HEADWAY_PLANT
constexpr std::string_view planted_bugs[] = {"submit_before_intent",
                                             "double_release",
                                             "acknowledge_before_commit",
                                             "ignore_epoch",
                                             "drop_last_dependent",
                                             "not_found_is_failed",
                                             "late_event_overwrites_terminal",
                                             "retry_before_confirmed_dead",
                                             "non_idempotent_recovery",
                                             "lost_cancel",
                                             "hash_map_order",
                                             "wall_clock_in_backoff"};

bool has_rival(const Scenario& scenario) {
  return std::any_of(scenario.incidents.begin(), scenario.incidents.end(),
                     [](const auto& timed) { return timed.what == Incident::rival; });
}

/// How many seeds it took; 0: it was not found. A database fences by itself, memory does not.
std::uint64_t seeds_to_find(std::string_view bug, const Wanted& wanted) {
  Wanted how = wanted;
  how.twice = bug == "hash_map_order";
  if (bug != "ignore_epoch") how.store.clear();
  for (std::uint64_t seed = 1; seed <= wanted.seeds; ++seed) {
    const Scenario scenario = random_scenario(seed);
    if (bug == "ignore_epoch" && !has_rival(scenario)) continue;  // nothing to fence, and slow
    if (play(scenario, how).violation) return seed;
  }
  return 0;
}

int find_planted(const Wanted& wanted) {
  bool all = true;
  for (const std::string_view bug : planted_bugs) {
    planted_bug = bug;
    const std::uint64_t seeds = seeds_to_find(bug, wanted);
    all = all && seeds > 0;
    std::printf(seeds > 0 ? "planted %s: found after %llu seeds\n" : "planted %s: missed\n",
                std::string(bug).c_str(), static_cast<unsigned long long>(seeds));
    std::fflush(stdout);
  }
  return all ? 0 : 1;
}
#else
int find_planted(const Wanted& /*wanted*/) {
  std::fputs("simulate: bugs are planted where HEADWAY_PLANT is set\n", stderr);
  return 2;
}
#endif

int usage() {
  std::fputs(
      "usage: simulate [--seeds N] [--from SEED] [--store FOLDER] [--twice] [--keep-going] [FILE]\n       simulate --planted [--seeds N] [--store FOLDER]\n",
      stderr);
  return 2;
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  Wanted wanted;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool last = i + 1 == arguments.size();
    if (arguments[i] == "--planted") {
      wanted.planted = true;
    } else if (arguments[i] == "--twice") {
      wanted.twice = true;
    } else if (arguments[i] == "--keep-going") {
      wanted.keep_going = true;
    } else if (arguments[i] == "--seeds" && !last) {
      wanted.seeds = std::stoull(arguments[++i]);
    } else if (arguments[i] == "--store" && !last) {
      wanted.store = arguments[++i];
    } else if (arguments[i] == "--from" && !last) {
      wanted.from = std::stoull(arguments[++i]);
    } else if (arguments[i].starts_with('-')) {
      return usage();
    } else {
      wanted.file = arguments[i];
    }
  }
  if (wanted.planted) return find_planted(wanted);
  return wanted.file.empty() ? play_seeds(wanted) : play_file(wanted);
}
