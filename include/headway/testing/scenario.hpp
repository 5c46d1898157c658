// A scenario: everything that a simulated world needs, as a value and as a text.
#pragma once

#include <headway/base/error.hpp>
#include <headway/base/time.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/testing/faults.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0::testing {

/// What happens at a moment, whatever else does.
enum class Incident : std::uint8_t {
  kill,       // of the engine, between two of its turns
  rival,      // another engine takes the store over; the first is stopped, and wakes later
  broken,     // the next commit ends with an input/output error
  lose,       // node b vanishes with what it holds
  come_back,  // node b is back
  jump,       // the clock jumps an hour ahead, as after a sleep
  set_back,   // the engine is killed, and the clock is an hour behind when the next one starts
  cancel,     // by the user, and so are the next ones
  pause,
  resume,
  approve,  // whatever waits for a person
};
inline constexpr std::size_t incident_count = 11;

std::string_view to_string(Incident incident);
std::optional<Incident> parse_incident(std::string_view text);

/// Where sessions live.
enum class Habitat : std::uint8_t {
  cluster,  // on two nodes; they outlive their engine
  machine,  // on one, where they take over from each other in lines; they end with their engine
};

struct TimedIncident {
  Duration at{};  // since the beginning
  Incident what{};
  friend bool operator==(const TimedIncident&, const TimedIncident&) = default;
};

/// A value; the same one is the same story everywhere.
struct Scenario {
  std::uint64_t seed = 0;  // of fates and of faults
  std::string pipeline{};  // a pipeline file
  Habitat habitat = Habitat::cluster;
  Order order = Order::critical_path;
  std::uint32_t intents_ahead = 64;
  Faults faults{};
  std::vector<std::uint32_t> kills{};      // of each life: after so many calls of store and backend
  std::vector<TimedIncident> incidents{};  // in the order of their times
};

/// Lines of words, then the pipeline. Reading throws Error for what it does not know.
std::string to_string(const Scenario& scenario);
Scenario parse_scenario(std::string_view text);

// ---------------------------------------------------------------------------------------------

namespace detail {
inline constexpr std::string_view incident_words[incident_count] = {
    "kill",     "rival",  "broken", "lose",   "return", "jump",
    "set_back", "cancel", "pause",  "resume", "approve"};

/// The words of a line, at single spaces.
inline std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const auto end = line.find(' ');
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  return words;
}

[[noreturn]] inline void refuse_line(std::string_view line) {
  throw Error("a scenario has no line `" + std::string(line) + '`');
}
}  // namespace detail

inline std::string_view to_string(Incident incident) {
  return detail::incident_words[static_cast<std::size_t>(incident)];
}

inline std::optional<Incident> parse_incident(std::string_view text) {
  for (std::size_t i = 0; i < incident_count; ++i) {
    if (detail::incident_words[i] == text) return static_cast<Incident>(i);
  }
  return {};
}

inline std::string to_string(const Scenario& scenario) {
  std::string text = "seed " + std::to_string(scenario.seed) + '\n';
  if (scenario.habitat == Habitat::machine) text += "habitat machine\n";
  text += "order " + std::string(to_string(scenario.order)) + '\n';
  text += "intents_ahead " + std::to_string(scenario.intents_ahead) + '\n';
  for (std::size_t i = 0; i < fault_count; ++i) {
    const auto fault = static_cast<Fault>(i);
    if (scenario.faults.has(fault)) text += "fault " + std::string(to_string(fault)) + '\n';
  }
  for (const std::uint32_t kill : scenario.kills) {
    text += "kill_after " + std::to_string(kill) + '\n';
  }
  for (const TimedIncident& timed : scenario.incidents) {
    text += "at " + to_string(timed.at) + ' ' + std::string(to_string(timed.what)) + '\n';
  }
  return text + "pipeline\n" + scenario.pipeline;
}

namespace detail {
inline void read_incident(Scenario& scenario, const std::vector<std::string>& words) {
  const auto at = parse_duration(words.at(1));
  const auto what = parse_incident(words.at(2));
  if (!at || !what) refuse_line(words.at(1) + ' ' + words.at(2));
  scenario.incidents.push_back({*at, *what});
}

inline void read_line(Scenario& scenario, std::string_view line) {
  const std::vector<std::string> words = words_of(line);
  if (words.size() < 2 || (words[0] == "at") != (words.size() == 3)) refuse_line(line);
  if (words[0] == "at") return read_incident(scenario, words);
  const auto fault = parse_fault(words[1]);
  const auto order = parse_order(words[1]);
  if (words[0] == "fault" && fault) {
    scenario.faults.add(*fault);
  } else if (words[0] == "order" && order) {
    scenario.order = *order;
  } else if (words[0] == "habitat" && words[1] == "machine") {
    scenario.habitat = Habitat::machine;
  } else if (words[0] == "seed") {
    scenario.seed = std::stoull(words[1]);
  } else if (words[0] == "intents_ahead") {
    scenario.intents_ahead = static_cast<std::uint32_t>(std::stoul(words[1]));
  } else if (words[0] == "kill_after") {
    scenario.kills.push_back(static_cast<std::uint32_t>(std::stoul(words[1])));
  } else {
    refuse_line(line);
  }
}
}  // namespace detail

inline Scenario parse_scenario(std::string_view text) {
  Scenario scenario;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line == "pipeline") {
      scenario.pipeline = std::string(text);
      break;
    }
    if (!line.empty() && line[0] != '#') detail::read_line(scenario, line);
  }
  return scenario;
}

}  // namespace headway::inline v0::testing
