// The contract of a store: what remembers jobs, events and outputs.
#pragma once

#include <headway/base/id.hpp>
#include <headway/event/event.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// The place of an event in its store, counted from 1 in the order of `append`.
using Sequence = Id<struct SequenceTag, std::uint64_t>;

/// How a job was started: all that is needed to make its PipelineJob again. A value.
struct JobRecord {
  JobId id{};
  std::string name{};  // the job's name: --job-name, or the pipeline's
  std::string pipeline_name{};
  std::string version{};   // digest of the canonical text
  std::string pipeline{};  // the canonical text
  std::string folder{};    // where its relative paths begin
  std::string params{};    // JSON, every param bound
  std::string backend{};   // "local"
  std::string slots{};     // JSON: what --slots said
  std::string order{};     // the policy's word
  bool clean_env = false;
  std::string owner{};
  std::string engine{};  // headway's version
  Instant created{};
};

/// Remembers. Appending and reading are called from one thread, the engine's; durability is told by
/// a callback from any thread. Reads see everything appended before, durable or not.
class Store {
 public:
  virtual ~Store() = default;

  [[nodiscard]] virtual StoreId id() const = 0;
  /// The store's folder, absolute; empty for a store that lives in memory.
  [[nodiscard]] virtual std::string root() const = 0;

  /// Remembers a job; durable together with the events appended next. Throws StoreError.
  virtual void add(const JobRecord& record, std::shared_ptr<const PipelineJob> job) = 0;
  /// Queues events; they become durable in order, all of one call or none. Never waits for the
  /// disk. Throws StoreError once a write has failed; nothing appended after that failure is kept.
  virtual Sequence append(std::span<const Event> events) = 0;
  /// Everything up to here survives a crash.
  [[nodiscard]] virtual Sequence durable() const = 0;
  /// `wake` is called whenever `durable` has grown or a write has failed; from any thread, so it
  /// only wakes.
  virtual void on_durable(std::function<void()> wake) = 0;
  /// Waits until all that was appended is durable. Throws StoreError.
  virtual void flush() = 0;

  /// All jobs, oldest first.
  [[nodiscard]] virtual std::vector<JobRecord> jobs() const = 0;
  /// The events of a job in order. `job` is put into its JobStarted. Throws StoreError on damage.
  [[nodiscard]] virtual std::vector<Event> events(JobId id,
                                                  std::shared_ptr<const PipelineJob> job) const = 0;
};

}  // namespace headway::inline v0
