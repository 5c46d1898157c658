// A pipeline: the template the user wrote.
#pragma once

#include <headway/model/task.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A typed parameter; required when it has no default.
struct Param {
  std::string name;
  Type type{};
  std::optional<Value> default_value{};
  std::optional<Value> min{};  // an int or a float, like the type
  std::optional<Value> max{};
  std::string description{};
  SourceSpan span{};
  friend bool operator==(const Param&, const Param&) = default;
};

/// Where a secret comes from: `env:NAME` or `file:PATH`. Its value is never part of a pipeline.
struct Secret {
  std::string name;
  Text reference{};
  friend bool operator==(const Secret&, const Secret&) = default;
};

/// Caps for one job: sessions at a time, and slots that exist in this job only.
struct Limits {
  std::optional<Spanned<std::uint32_t>> max_parallel{};
  std::vector<std::pair<std::string, Spanned<Quantity>>> slots{};
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// Whom to tell of a job's way: a Slack or plain webhook, and of which events.
struct Notification {
  std::vector<Text> events{};  // `started`, `waiting`, `succeeded`, `failed`, `cancelled`, `paused`
  Text slack{};                // a URL; may hold `${{ secrets.X }}`
  Text webhook{};              // either of the two
  SourceSpan span{};
  friend bool operator==(const Notification&, const Notification&) = default;
};

/// A pipeline. A value: copy, compare, save. Lists keep the order they were written in. Its version
/// is the digest of its canonical text (`yaml::save`).
struct Pipeline {
  std::string name;
  std::string description{};
  std::vector<std::pair<std::string, std::string>> labels{};
  std::vector<Param> params{};
  std::vector<Secret> secrets{};
  SessionSettings defaults{};
  Limits limits{};
  bool fail_fast = false;  // nothing new starts after a failure
  std::vector<Task> tasks{};
  bool rollback = false;           // on failure `compensate` of what succeeded
  std::vector<Task> on_failure{};  // after the tasks, when the job failed
  std::vector<Task> finally{};     // last, however the job ended
  std::vector<Notification> notify{};
  std::vector<ComputedOutput> outputs{};  // of the whole job
  SourceSpan span{};
  std::string
      folder{};  // where relative paths begin: the file's folder; no part of the canonical text
  friend bool operator==(const Pipeline& a, const Pipeline& b) {
    return a.name == b.name && a.description == b.description && a.labels == b.labels &&
           a.params == b.params && a.secrets == b.secrets && a.defaults == b.defaults &&
           a.limits == b.limits && a.fail_fast == b.fail_fast && a.tasks == b.tasks &&
           a.rollback == b.rollback && a.on_failure == b.on_failure && a.finally == b.finally &&
           a.notify == b.notify && a.outputs == b.outputs;
  }
};

}  // namespace headway::inline v0
