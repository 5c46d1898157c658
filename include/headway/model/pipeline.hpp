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

/// An output of the whole job: a name and one `${{ }}`.
struct JobOutput {
  std::string name;
  Text expression{};
  friend bool operator==(const JobOutput&, const JobOutput&) = default;
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
  std::vector<Task> tasks{};
  std::vector<JobOutput> outputs{};
  SourceSpan span{};
  std::string
      folder{};  // where relative paths begin: the file's folder; no part of the canonical text
  friend bool operator==(const Pipeline& a, const Pipeline& b) {
    return a.name == b.name && a.description == b.description && a.labels == b.labels &&
           a.params == b.params && a.secrets == b.secrets && a.defaults == b.defaults &&
           a.limits == b.limits && a.tasks == b.tasks && a.outputs == b.outputs;
  }
};

}  // namespace headway::inline v0
