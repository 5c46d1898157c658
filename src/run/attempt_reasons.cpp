// Reasons that lie in the attempts of an instance.
#include "attempt_reasons.hpp"

#include <headway/base/rfc3339.hpp>
#include <headway/schedule/retry_rules.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_attempts = 10;

/// A failed attempt as the events tell it.
struct Failure {
  AttemptEnded ended{};
  Instant time{};
  const InstanceRetrying* retried = nullptr;
};

std::vector<Failure> failures_of(const std::vector<Event>& events, InstanceId instance) {
  std::vector<Failure> failures;
  for (const Event& event : events) {
    const auto* ended = std::get_if<AttemptEnded>(&event.fact);
    if (ended != nullptr && ended->instance == instance && ended->cause.kind != Cause::Kind::none) {
      failures.push_back({.ended = *ended, .time = event.time});
    }
    const auto* retried = std::get_if<InstanceRetrying>(&event.fact);
    const bool ours = retried != nullptr && retried->instance == instance && !failures.empty();
    if (ours && failures.back().ended.attempt == retried->attempt) {
      failures.back().retried = retried;
    }
  }
  return failures;
}

const RetryRules& rules_of(const JobStatus& status, InstanceId instance) {
  const JobGraph& graph = status.graphs().of(instance);
  return graph.plan->retry(graph.task(instance));
}

std::string causes_of(const RetryRule& rule) {
  std::string causes;
  for (const Text& cause : rule.causes) causes += (causes.empty() ? "" : ", ") + cause.value;
  return causes.empty() ? "any cause" : causes;
}

std::string rule_words(const RetryRules& rules, std::uint32_t rule) {
  return fmt::format("retry rule {} ({}, up to {})", rule + 1, causes_of(rules[rule]),
                     rules[rule].limit);
}

/// What allowed the attempt that followed.
std::string allowance(const RetryRules& rules, const Failure& failure) {
  if (failure.retried == nullptr) return {};
  const auto rule = rule_for(rules, failure.ended.cause, failure.ended.message);
  std::string text = rule ? "; " + rule_words(rules, *rule) + " allowed another"
                          : std::string("; a lost session is tried again by itself");
  if (failure.retried->resources) text += " with " + to_string(*failure.retried->resources);
  return text;
}

}  // namespace

std::vector<Reason> attempt_reasons(const JobStatus& status, const std::vector<Event>& events,
                                    InstanceId instance) {
  const auto failures = failures_of(events, instance);
  const RetryRules& rules = rules_of(status, instance);
  std::vector<Reason> reasons;
  const std::size_t left_out = failures.size() - std::min(failures.size(), most_attempts);
  if (left_out > 0) {
    reasons.push_back({.kind = "attempt", .text = fmt::format("{} attempts before", left_out)});
  }
  for (std::size_t i = left_out; i < failures.size(); ++i) {
    const AttemptEnded& ended = failures[i].ended;
    const std::string message = ended.message.empty() ? "" : ": " + ended.message;
    reasons.push_back({.kind = "attempt",
                       .text = fmt::format("attempt {} ended at {} with {}{}{}", ended.attempt,
                                           to_string(failures[i].time), to_string(ended.cause),
                                           message, allowance(rules, failures[i]))});
  }
  return reasons;
}

std::vector<Reason> end_of_retries(const JobStatus& status, const std::vector<Event>& events,
                                   InstanceId instance) {
  const auto failures = failures_of(events, instance);
  const RetryRules& rules = rules_of(status, instance);
  if (failures.empty() || rules.empty()) return {};
  const AttemptEnded& last = failures.back().ended;
  const auto rule = rule_for(rules, last.cause, last.message);
  if (!rule) {
    return {{.kind = "retry", .text = "no retry rule is for " + to_string(last.cause)}};
  }
  return {{.kind = "retry", .text = rule_words(rules, *rule) + " allows no more"}};
}

}  // namespace headway::inline v0
