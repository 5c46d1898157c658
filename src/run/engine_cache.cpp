// The engine's cache: what a task gave before for the same key, it need not give again.
#include "engine.hpp"

#include <headway/base/error.hpp>

#include <utility>

namespace headway::inline v0 {

namespace {

/// The owner of a result, for people.
std::string origin_of(const CachedResult& result) {
  return "its result is that of job " + to_string(result.job) + " at " + to_string(result.time);
}

}  // namespace

/// A cached task that may begin: its key is made first. False for any other.
bool Engine::make_key(const Evaluate& question, const Fact& answer) {
  if (!std::holds_alternative<InstanceAdmitted>(answer)) return false;
  Held& held = jobs_.at(question.job);
  const LiveJob& live = *held.live;
  const SessionKey key = key_of(question.job, question.instance, 0);
  KeyMaterial material;
  try {
    const bool cached = live.read([&](const JobStatus& status) {
      if (!is_cached(status.graphs().settings(question.instance))) return false;
      material = key_material(status, live.record(), live.callables(), folders_, question.instance);
      return true;
    });
    if (!cached) return false;
  } catch (const Error& failure) {  // the session will meet it and tell
    material.problem = failure.what();
  }
  held.keying.insert(question.instance);
  cache_keys_.make(key, std::move(material));
  return true;
}

void Engine::receive(KeyMade made) {
  const auto held = jobs_.find(made.key.job);
  const InstanceId instance = made.key.instance;
  if (held == jobs_.end() || !held->second.keying.contains(instance)) return;  // it has ended
  record(made.key.job,
         InstanceKeyed{instance, made.digest, std::move(made.parts), std::move(made.problem)});
  if (made.digest.empty()) return begin_work(made.key);
  held->second.keys[instance] = made.digest;
  auto known = held->second.live->record().no_cache ? std::nullopt : store_.result(made.digest);
  if (known && is_too_old(*known, made.key)) known.reset();
  if (!known) return miss(made.key, made.digest);
  if (known->ended.folder.empty()) return use(made.key, *known);
  cache_keys_.check(made.key, std::move(*known));
}

bool Engine::is_too_old(const CachedResult& result, const SessionKey& key) const {
  const Duration most = jobs_.at(key.job).live->read([&](const JobStatus& status) {
    return status.graphs().settings(key.instance).cache->max_age;
  });
  return most.us > 0 && now_ - result.time > most;
}

void Engine::receive(const ResultChecked& checked) {
  const auto held = jobs_.find(checked.key.job);
  if (held == jobs_.end() || !held->second.keying.contains(checked.key.instance)) return;
  if (checked.whole) return use(checked.key, checked.result);
  miss(checked.key, checked.result.key);
}

void Engine::use(const SessionKey& key, const CachedResult& result) {
  jobs_.at(key.job).keying.erase(key.instance);
  record(key.job, InstanceEnded{.instance = key.instance,
                                .state = InstanceState::succeeded,
                                .cause = {Cause::Kind::cached},
                                .message = origin_of(result),
                                .outputs = result.ended.outputs,
                                .folder = result.ended.folder});
}

/// Nothing is known. Who serializes waits for whoever works on the same already.
void Engine::miss(const SessionKey& key, const std::string& digest) {
  const bool serializes = jobs_.at(key.job).live->read([&](const JobStatus& status) {
    return status.graphs().settings(key.instance).cache->serialize;
  });
  if (serializes) {
    const auto [same, first] = misses_.try_emplace(digest, Miss{key.job, key.instance});
    if (!first) {
      same->second.waiting.push_back(key);
      return;
    }
  }
  begin_work(key);
}

void Engine::begin_work(const SessionKey& key) {
  jobs_.at(key.job).keying.erase(key.instance);
  record(key.job, InstanceAdmitted{key.instance});
}

/// The result of a session, for those that come later.
void Engine::keep_result(const SessionKey& key, const std::shared_ptr<const Values>& outputs,
                         const std::string& folder) {
  const Held& held = jobs_.at(key.job);
  const auto known = held.keys.find(key.instance);
  if (known == held.keys.end()) return;
  store_.keep({.key = known->second,
               .job = key.job,
               .time = now_,
               .ended = {.instance = key.instance, .outputs = outputs, .folder = folder}});
}

/// Whoever waited for this one looks again, once what came of it is durable.
void Engine::end_miss(JobId job, InstanceId instance) {
  if (misses_.empty()) return;
  const auto held = jobs_.find(job);
  if (held == jobs_.end()) return;
  const auto known = held->second.keys.find(instance);
  if (known == held->second.keys.end()) return;
  const auto miss = misses_.find(known->second);
  if (miss == misses_.end()) return;
  const bool works = miss->second.job == job && miss->second.instance == instance;
  if (!works) {
    std::erase_if(miss->second.waiting, [&](const SessionKey& waiting) {
      return waiting.job == job && waiting.instance == instance;
    });
    return;
  }
  const auto over = misses_.extract(miss);
  for (const SessionKey& waiting : over.mapped().waiting) {
    const Evaluate again{.job = waiting.job, .instance = waiting.instance};
    questions_.emplace_back(journal_.recorded(), again);
  }
}

}  // namespace headway::inline v0
