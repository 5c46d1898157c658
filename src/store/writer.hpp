// The writer: the one thread that owns the connection of an engine and commits in groups.
#pragma once

#include "results.hpp"
#include "rows.hpp"

#include <headway/store/store.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace headway::inline v0 {

/// Queues what is appended and writes whatever has come since the last commit in one transaction.
/// After a failed write it keeps nothing more and says why on every call. Thread rule: one thread
/// calls; `durable` and `wake` are for any.
class Writer {
 public:
  Writer(Connection connection, std::uint64_t epoch);
  /// Writes what is queued, without waiting long for foreign locks.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// What is remembered beside events.
  struct Rows {
    std::vector<JobRecord> jobs{};
    std::vector<CachedResult> results{};
    [[nodiscard]] bool empty() const { return jobs.empty() && results.empty(); }
  };

  Sequence append(Rows rows, std::shared_ptr<const EventLog> events);
  [[nodiscard]] Sequence durable() const { return {durable_.load()}; }
  void on_durable(std::function<void()> wake);
  void flush();

  /// Runs `errand` on the connection once all that was appended is written, and waits for it.
  /// It throws StoreError only.
  void send(const std::function<void(Connection&)>& errand);

 private:
  struct Batch {
    Rows rows;
    std::vector<std::shared_ptr<const EventLog>> events;
    Sequence last{};           // of the events
    std::uint64_t ticket = 0;  // of the newest append in it
    [[nodiscard]] bool empty() const { return rows.empty() && events.empty(); }
    /// The place before the first event.
    [[nodiscard]] Sequence before() const {
      Sequence place = last;
      for (const auto& log : events) place.value -= log->size();
      return place;
    }
  };
  enum class Failure { none, write, fenced };

  void work();
  void commit(const Batch& batch);
  void write(const Batch& batch);
  void fail(Failure kind, std::string reason);
  void tell(const std::function<void()>& news);
  void throw_if_failed() const;  // with mutex_ held

  Connection connection_;  // the thread's, once it has started
  RowWriter rows_;         // the thread's
  ResultWriter results_;   // the thread's
  const std::uint64_t epoch_;

  mutable std::mutex mutex_;
  std::condition_variable due_;   // something is queued, or it is time to end
  std::condition_variable done_;  // something was written, an errand ran, or a write failed
  Batch queued_;                  // guarded by mutex_
  std::deque<std::function<void()>> errands_;  // guarded by mutex_
  std::uint64_t written_ = 0;        // guarded by mutex_: the newest ticket that is durable
  Failure failure_ = Failure::none;  // guarded by mutex_
  std::string reason_;               // guarded by mutex_
  bool stopping_ = false;            // guarded by mutex_

  std::atomic<std::uint64_t> durable_;
  std::atomic<bool> hurry_{false};  // the busy wait of the connection ends
  std::mutex wake_mutex_;
  std::function<void()> wake_;  // guarded by wake_mutex_
  std::thread thread_;          // last: starts when all of the above is there
};

}  // namespace headway::inline v0
