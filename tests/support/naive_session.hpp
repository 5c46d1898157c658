// What a task with a session comes to, attempt after attempt, by its retry rules.
#pragma once

#include "support/fate.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace naive {

using namespace headway;
using State = InstanceState;
using Kind = Cause::Kind;

struct End {
  State state = State::succeeded;
  Cause cause{};
  friend bool operator==(const End&, const End&) = default;
};

inline End ended(Cause cause) {
  return cause.kind == Kind::none ? End{} : End{State::failed, cause};
}

inline bool falls_under(const RetryRule& rule, Cause cause, bool lost) {
  const std::string exact = to_string(cause);
  for (const Text& named : rule.causes) {
    if (named.value == exact || named.value == exact.substr(0, exact.find('('))) return true;
  }
  return rule.causes.empty() && !lost;
}

inline End session(const Fate& fate, const RetryRules& rules, const std::string& path) {
  std::vector<std::uint32_t> used(rules.size());
  std::uint32_t losses = 0;  // in a row
  for (Attempt attempt = 1;; ++attempt) {
    const Cause cause = fate.attempt(path, attempt);
    if (cause.kind == Kind::none || cause.kind == Kind::non_recoverable) return ended(cause);
    const bool lost = cause.kind == Kind::node_lost || cause.kind == Kind::preempted;
    losses = lost ? losses + 1 : 0;
    std::size_t rule = 0;
    while (rule < rules.size() && !falls_under(rules[rule], cause, lost)) ++rule;
    if (rule == rules.size() && lost && losses <= 5) continue;
    if (rule == rules.size() || ++used[rule] > rules[rule].limit) return ended(cause);
    if (!rules[rule].resources.empty() && fate.outgrows(path, attempt)) return ended(cause);
  }
}

}  // namespace naive
