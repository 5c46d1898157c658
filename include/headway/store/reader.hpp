// The reading half of a store: what any process may do beside a running engine.
#pragma once

#include <headway/base/id.hpp>
#include <headway/event/event.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// The place of an event in its store, counted from 1 in the order of `append`; 0 is before all.
using Sequence = Id<struct SequenceTag, std::uint64_t>;

/// How a job was started: all that is needed to make its PipelineJob again. A value.
struct JobRecord {
  JobId id{};
  std::string name{};  // the job's name: --job-name, or the pipeline's
  std::string pipeline_name{};
  std::string version{};   // digest of the canonical text
  std::string pipeline{};  // the canonical text
  std::string children{};  // the pipelines inside of it, by path, as JSON; empty: none
  std::string folder{};    // where its relative paths begin
  std::string params{};    // JSON, every param bound
  std::string backend{};   // "local"
  std::string slots{};     // JSON: what --slots said
  std::string order{};     // the policy's word
  std::string python{};    // the interpreter of its Python calls
  bool clean_env = false;
  bool no_cache = false;  // its tasks use no earlier results
  std::string owner{};
  std::string reuses{};  // JSON: the ended job whose successes count for it; empty: none
  std::string engine{};  // headway's version
  Instant created{};
  friend bool operator==(const JobRecord&, const JobRecord&) = default;
};

/// What a cached task gave, and whose result it is. A value.
struct CachedResult {
  std::string key{};  // as in InstanceKeyed
  JobId job{};
  Instant time{};
  InstanceEnded ended{};  // the instance of that job, its outputs and their folder
};

/// Reads what a store remembers. Thread rule: one thread at a time.
class StoreReader {
 public:
  StoreReader() = default;
  virtual ~StoreReader() = default;
  StoreReader(const StoreReader&) = delete;
  StoreReader& operator=(const StoreReader&) = delete;

  /// Random, made once with the store; 0 while there is none.
  [[nodiscard]] virtual StoreId id() const = 0;
  /// The store's folder, absolute; empty for a store that lives in memory.
  [[nodiscard]] virtual std::string root() const = 0;

  /// All jobs, oldest first. Throws StoreError on damage.
  [[nodiscard]] virtual std::vector<JobRecord> jobs() const = 0;

  /// Adds to `into` the events of a job that come after `after`, in order, and returns the place of
  /// the last one (`after` when there is none): a process that follows a job calls it again with
  /// that. `job` is put into its JobStarted. Throws StoreError on damage.
  virtual Sequence follow(JobId id, const std::shared_ptr<const PipelineJob>& job, Sequence after,
                          std::vector<Event>& into) const = 0;

  /// The result kept last under this key, as far as it is durable. Throws StoreError on damage.
  [[nodiscard]] virtual std::optional<CachedResult> result(const std::string& key) const = 0;

  /// All events of a job, in order.
  [[nodiscard]] std::vector<Event> events(JobId id,
                                          const std::shared_ptr<const PipelineJob>& job) const {
    std::vector<Event> all;
    follow(id, job, Sequence{}, all);
    return all;
  }
};

}  // namespace headway::inline v0
