// Reasons that lie in the attempts of an instance.
#include "attempt_reasons.hpp"

#include "job_scope.hpp"

#include <headway/base/rfc3339.hpp>
#include <headway/schedule/conclusion.hpp>
#include <headway/schedule/retry_rules.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_attempts = 10;

/// A failed attempt as the events tell it.
struct Failure {
  AttemptEnded ended{};
  Instant time{};
  const InstanceRetrying* retried = nullptr;
  bool before_resume = false;  // losses up to then do not count any more
};

std::vector<Failure> failures_of(const std::vector<Event>& events, InstanceId instance) {
  std::vector<Failure> failures;
  for (const Event& event : events) {
    const bool resumed = std::holds_alternative<JobResumed>(event.fact) && !failures.empty();
    if (resumed) failures.back().before_resume = true;
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

std::optional<std::uint32_t> rule_of(const RetryRules& rules, const Failure& failure) {
  return rule_for(rules, failure.ended.cause, failure.ended.message);
}

/// What allowed the attempt that followed.
std::string allowance(const RetryRules& rules, const Failure& failure) {
  if (failure.retried == nullptr) return {};
  const auto rule = rule_of(rules, failure);
  std::string text = rule ? "; " + rule_words(rules, *rule) + " allowed another"
                          : std::string("; a lost session is tried again by itself");
  if (failure.retried->resources) text += " with " + to_string(*failure.retried->resources);
  return text;
}

/// Whether the failures have used up what `rule` allows, or the losses that need no rule.
bool is_used_up(const RetryRules& rules, const std::vector<Failure>& failures,
                std::optional<std::uint32_t> rule) {
  std::uint32_t used = 0;
  for (const Failure& failure : failures) {
    if (rule && rule_of(rules, failure) == rule) ++used;
    if (!rule) used = is_loss(failure.ended.cause) && !failure.before_resume ? used + 1 : 0;
  }
  return used > (rule ? rules[*rule].limit : detail::losses_borne);
}

/// The graph around the instance that says fail_fast; nothing where none does.
std::optional<std::uint32_t> fail_fast_graph(const JobGraphs& graphs, InstanceId instance) {
  std::uint32_t graph = graphs.index_of(instance);
  while (graph != 0 && !graphs.at(graph).plan->fail_fast()) graph = graphs.at(graph).enclosing;
  if (!graphs.at(graph).plan->fail_fast()) return {};
  return graph;
}

/// Whether the job was asked to end before the instance did.
bool was_cancelled(const std::vector<Event>& events, InstanceId instance) {
  for (const Event& event : events) {
    if (std::holds_alternative<JobCancelRequested>(event.fact)) return true;
    const auto* ended = std::get_if<InstanceEnded>(&event.fact);
    if (ended != nullptr && ended->instance == instance) return false;
  }
  return false;
}

/// What keeps all of a graph from being tried again; empty where nothing does.
std::string halt_words(const JobStatus& status, const std::vector<Event>& events,
                       InstanceId instance) {
  if (was_cancelled(events, instance))
    return "the job was asked to end, and nothing is tried again";
  const auto graph = fail_fast_graph(status.graphs(), instance);
  if (!graph) return {};
  const std::string first = first_failure(status, *graph);
  const bool other = !first.empty() && first != status.name(instance);
  return (other ? first : "another") +
         " failed, the pipeline says fail_fast, and nothing is tried again";
}

std::string why_no_more(const JobStatus& status, const std::vector<Event>& events,
                        const std::vector<Failure>& failures, InstanceId instance) {
  const RetryRules& rules = rules_of(status, instance);
  const InstanceStatus& is = status.instance(instance);
  const AttemptEnded& last = failures.back().ended;
  if (detail::never_tried_again(is.cause)) return to_string(is.cause) + " is never tried again";
  const auto rule = rule_of(rules, failures.back());
  if (!rule && !is_loss(last.cause)) return "no retry rule is for " + to_string(last.cause);
  if (is_used_up(rules, failures, rule)) {
    return rule ? rule_words(rules, *rule) + " allows no more"
                : fmt::format("of lost sessions, {} in a row are tried again by themselves",
                              detail::losses_borne);
  }
  const bool refused = rule && !rules[*rule].resources.empty() && is.message != last.message;
  if (refused) return rule_words(rules, *rule) + " allowed another, but " + is.message;
  return halt_words(status, events, instance);
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
  if (failures.empty() || (rules.empty() && !is_loss(failures.back().ended.cause))) return {};
  std::string why = why_no_more(status, events, failures, instance);
  if (why.empty()) return {};
  return {{.kind = "retry", .text = std::move(why)}};
}

}  // namespace headway::inline v0
