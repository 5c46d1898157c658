// Which sessions were started: what makes starting a key twice one session.
#pragma once

#include <headway/session/backend.hpp>

#include <map>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Remembers the highest attempt started of each instance, four bytes each; attempts only grow.
class StartedKeys {
 public:
  /// False when this attempt, or a later one of the instance, was added before.
  bool add(const SessionKey& key) {
    auto& attempts = jobs_[{key.store, key.job}];
    if (attempts.size() <= key.instance.value) attempts.resize(key.instance.value + std::size_t{1});
    auto& highest = attempts[key.instance.value];
    if (key.attempt <= highest) return false;
    highest = key.attempt;
    return true;
  }

  /// The attempt may be started once more.
  void take_back(const SessionKey& key) {
    const auto job = jobs_.find({key.store, key.job});
    if (job == jobs_.end() || key.instance.value >= job->second.size()) return;
    auto& highest = job->second[key.instance.value];
    if (highest == key.attempt) --highest;
  }

  /// Whether this attempt, or a later one of the instance, was added.
  [[nodiscard]] bool contains(const SessionKey& key) const {
    const auto job = jobs_.find({key.store, key.job});
    return job != jobs_.end() && key.instance.value < job->second.size() &&
           key.attempt <= job->second[key.instance.value];
  }

 private:
  std::map<std::pair<StoreId, JobId>, std::vector<Attempt>> jobs_;
};

}  // namespace headway::inline v0
