// The contract of a store: what remembers jobs, events and outputs.
#pragma once

#include <headway/base/error.hpp>
#include <headway/event/event_log.hpp>
#include <headway/store/reader.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// What "durable" means: `full` survives a power cut, `relaxed` the death of the process only.
enum class Durability : std::uint8_t { full, relaxed };

/// Another engine has taken the store over: nothing this one appends is kept any more.
class StoreFenced : public StoreError {
 public:
  using StoreError::StoreError;
};

/// The object was carried into a forked child; only the process that opened it may use it.
class ForkedEngine : public StoreError {
 public:
  using StoreError::StoreError;
};

/// Remembers. Appending and reading are called from one thread, the engine's; durability is told by
/// a callback from any thread. Reads see everything appended before, durable or not.
class Store : public StoreReader {
 public:
  /// An id no job of this store has.
  [[nodiscard]] virtual JobId new_job_id() = 0;

  /// Remembers a job; durable together with the events appended next. Throws StoreError, also when
  /// the store has a job of that id.
  virtual void add(const JobRecord& record, std::shared_ptr<const PipelineJob> job) = 0;
  /// Remembers a result in place of an earlier one of its key; durable together with the events
  /// appended next. Throws StoreError.
  virtual void keep(CachedResult result) = 0;
  /// Queues events; they become durable in order, all of one call or none. Never waits for the
  /// disk. Facts about the machine (NodesChanged) are not stored. Throws StoreError with the path
  /// and the reason once a write has failed; nothing appended after that failure is kept.
  virtual Sequence append(std::span<const Event> events) = 0;
  /// The same of a log, which is shared and does not change any more.
  virtual Sequence append_log(const std::shared_ptr<const EventLog>& events);
  /// Everything up to here survives a crash.
  [[nodiscard]] virtual Sequence durable() const = 0;
  /// `wake` is called whenever `durable` has grown or a write has failed; from any thread, so it
  /// only wakes. Once this returns, the former `wake` is never called again.
  virtual void on_durable(std::function<void()> wake) = 0;
  /// Waits until all that was appended is durable. Throws StoreError.
  virtual void flush() = 0;
};

// ---------------------------------------------------------------------------------------------

inline Sequence Store::append_log(const std::shared_ptr<const EventLog>& events) {
  std::vector<Event> all;
  all.reserve(events->size());
  for (std::size_t i = 0; i < events->size(); ++i) all.push_back(events->at(i));
  return append(all);
}

}  // namespace headway::inline v0
