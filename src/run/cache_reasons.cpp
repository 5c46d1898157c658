// Hits and misses, told.
#include "cache_reasons.hpp"

#include <headway/base/error.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_jobs = 20;  // that are looked through for an earlier key

const InstanceKeyed* key_in(const std::vector<Event>& events, InstanceId instance) {
  const InstanceKeyed* last = nullptr;
  for (const Event& event : events) {
    const auto* keyed = std::get_if<InstanceKeyed>(&event.fact);
    if (keyed != nullptr && keyed->instance == instance) last = keyed;
  }
  return last;
}

const Values& parts_of(const InstanceKeyed& keyed) {
  static const Values none;
  const auto* parts = keyed.parts ? keyed.parts->get_if<Value::Map>() : nullptr;
  return parts != nullptr ? *parts : none;
}

bool is_short(const Value& value) {
  const auto* text = value.get_if<std::string>();
  return text == nullptr || !text->starts_with("sha256:");
}

/// `params.rate is 0.2 and was 0.1`; of long ones only that they differ.
std::string difference(const std::string& name, const Value& now, const Value& before) {
  if (!is_short(now) || !is_short(before)) return name + " has changed";
  return name + " is " + to_json(now) + " and was " + to_json(before);
}

std::vector<std::string> differences(const Values& now, const Values& before) {
  std::vector<std::string> all;
  for (const auto& [name, value] : now) {
    const auto was = before.find(name);
    if (was == before.end()) {
      all.push_back(name + " is new");
    } else if (was->second != value) {
      all.push_back(difference(name, value, was->second));
    }
  }
  for (const auto& [name, value] : before) {
    if (!now.contains(name)) all.push_back(name + " is gone");
  }
  return all;
}

/// The last key of an instance of that name in the job; a copy.
std::optional<InstanceKeyed> key_of(const History& history, JobId id, const std::string& name) {
  const auto found = history.status(id).graphs().find(name);
  if (!found) return {};
  const auto events = history.events(id);
  const InstanceKeyed* keyed = key_in(events, *found);
  if (keyed == nullptr || keyed->key.empty()) return {};
  return *keyed;
}

/// The newest before `record`.
std::optional<std::pair<JobId, InstanceKeyed>> earlier_key(const History& history,
                                                           const JobRecord& record,
                                                           const std::string& name) {
  std::size_t looked = 0;
  for (const JobSummary& job : history.jobs()) {
    const bool before = job.record.created < record.created && job.record.id != record.id;
    if (!before || job.record.pipeline_name != record.pipeline_name) continue;
    if (++looked > most_jobs) break;
    if (auto keyed = key_of(history, job.record.id, name)) {
      return std::pair(job.record.id, std::move(*keyed));
    }
  }
  return {};
}

std::vector<Reason> miss(const History& history, const JobRecord& record,
                         const InstanceKeyed& keyed, const std::string& name) {
  const auto before = earlier_key(history, record, name);
  if (!before) return {{.kind = "cache", .text = "no earlier job has a result under its key"}};
  const std::string job = to_string(before->first);
  if (before->second.key == keyed.key) {
    return {{.kind = "cache",
             .text = "it has the key it had in job " + job +
                     ", and no result of it is left: it failed, is too old, or lost its files"}};
  }
  std::vector<Reason> reasons;
  for (const std::string& other : differences(parts_of(keyed), parts_of(before->second))) {
    reasons.push_back({.kind = "cache", .text = "since job " + job + ' ' + other});
  }
  return reasons;
}

}  // namespace

void explain_cache(const History& history, JobId id, const std::vector<Event>& events,
                   InstanceId instance, Explanation& explained) {
  const InstanceKeyed* keyed = key_in(events, instance);
  if (keyed == nullptr) return;
  explained.cache_key = keyed->key;
  explained.cache_parts = parts_of(*keyed);
  if (explained.cause.kind == Cause::Kind::cached) return;  // told by whose result it is
  const JobRecord record = history.record(id);
  std::vector<Reason> reasons;
  if (keyed->key.empty()) {
    reasons.push_back({.kind = "cache", .text = "it cannot be cached: " + keyed->message});
  } else if (record.no_cache) {
    reasons.push_back({.kind = "cache", .text = "the job uses no earlier results: --no-cache"});
  } else {
    reasons = miss(history, record, *keyed, explained.instance);
  }
  for (Reason& reason : reasons) explained.reasons.push_back(std::move(reason));
}

}  // namespace headway::inline v0
