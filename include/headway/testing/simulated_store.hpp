// A store whose commits take time, fail, and are lost in a crash as the dice say.
#pragma once

#include <headway/store/store.hpp>
#include <headway/testing/dice.hpp>
#include <headway/testing/faults.hpp>
#include <headway/testing/tripwire.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

/// What the lives of an engine share of a store: what is kept, and who may write.
struct SimulatedDisk {
  StoreId id{1};
  std::uint64_t epoch = 0;                      // of the engine that took the store over last
  bool broken = false;                          // the next commit fails as a disk does
  std::function<void(const Event&)> witness{};  // sees each event as it becomes durable
};

/// One life's door to the disk. What is appended waits here until it is committed; a life that ends
/// takes along what still waits. Each call is a moment at which the engine may be killed.
class SimulatedStore final : public Store {
 public:
  /// `kept` is real code; all that is in it is durable. One that has a root fences by itself.
  SimulatedStore(SimulatedDisk& disk, Store& kept, Tripwire& wire, Dice dice, Faults faults)
      : disk_(disk), kept_(kept), wire_(wire), dice_(dice), faults_(faults), epoch_(++disk.epoch) {
    last_ = durable_ = kept_.durable();
  }

  /// Commits what is due.
  void advance(Instant now);
  [[nodiscard]] std::optional<Instant> next_due() const;

  [[nodiscard]] StoreId id() const override { return disk_.id; }
  [[nodiscard]] std::string root() const override { return kept_.root(); }
  [[nodiscard]] std::vector<JobRecord> jobs() const override;
  Sequence follow(JobId id, const std::shared_ptr<const PipelineJob>& job, Sequence after,
                  std::vector<Event>& into) const override;
  [[nodiscard]] std::optional<CachedResult> result(const std::string& key) const override;

  [[nodiscard]] JobId new_job_id() override { return {kept_.durable().value + 1}; }
  void add(const JobRecord& record, std::shared_ptr<const PipelineJob> job) override;
  void keep(CachedResult result) override;
  Sequence append(std::span<const Event> events) override;
  [[nodiscard]] Sequence durable() const override { return durable_; }
  void on_durable(std::function<void()> wake) override { wake_ = std::move(wake); }
  void flush() override;

 private:
  struct Job {
    JobRecord record{};
    std::shared_ptr<const PipelineJob> plan{};
  };
  /// What becomes durable together.
  struct Commit {
    Instant due{};
    std::vector<Job> jobs{};
    std::vector<CachedResult> results{};
    std::vector<Event> events{};
  };

  [[nodiscard]] bool lost() const {
    return fenced_ || (kept_.root().empty() && disk_.epoch != epoch_);
  }
  void refuse_if_lost() const;
  Duration pause();
  void commit_first();
  void write(const Commit& commit);

  SimulatedDisk& disk_;
  Store& kept_;
  Tripwire& wire_;
  Dice dice_;
  Faults faults_;
  std::uint64_t epoch_;
  Instant now_{};
  Sequence last_{};     // of what was appended
  Sequence durable_{};  // of what was committed
  bool poisoned_ = false;
  bool fenced_ = false;
  Commit next_{};  // what is remembered with the next append
  std::deque<Commit> waiting_{};
  std::function<void()> wake_{};
};

// ---------------------------------------------------------------------------------------------

inline void SimulatedStore::refuse_if_lost() const {
  if (poisoned_) throw StoreError("cannot write the store: input/output error");
  if (lost()) throw StoreFenced("another engine has taken the store over");
}

inline std::vector<JobRecord> SimulatedStore::jobs() const {
  std::vector<JobRecord> all = kept_.jobs();
  for (const Commit& commit : waiting_) {
    for (const Job& job : commit.jobs) all.push_back(job.record);
  }
  for (const Job& job : next_.jobs) all.push_back(job.record);
  return all;
}

inline Sequence SimulatedStore::follow(JobId id, const std::shared_ptr<const PipelineJob>& job,
                                       Sequence after, std::vector<Event>& into) const {
  wire_.pass();
  Sequence place = kept_.follow(id, job, after, into);
  Sequence here = durable_;
  for (const Commit& commit : waiting_) {
    for (const Event& event : commit.events) {
      ++here.value;
      if (event.job != id || here <= after) continue;
      into.push_back(event);
      place = here;
    }
  }
  return place;
}

inline void SimulatedStore::add(const JobRecord& record, std::shared_ptr<const PipelineJob> job) {
  wire_.pass();
  refuse_if_lost();
  next_.jobs.push_back({record, std::move(job)});
}

inline void SimulatedStore::keep(CachedResult result) {
  wire_.pass();
  refuse_if_lost();
  next_.results.push_back(std::move(result));
}

inline std::optional<CachedResult> SimulatedStore::result(const std::string& key) const {
  wire_.pass();
  return kept_.result(key);
}

inline Duration SimulatedStore::pause() {
  if (faults_.has(Fault::full) && dice_.once_in(200)) return 10_min;
  if (faults_.has(Fault::busy) && dice_.once_in(10)) return {dice_.below(30'000) * 1'000LL};
  return dice_.once_in(2) ? Duration{} : Duration{dice_.below(10) * 1'000LL};
}

inline Sequence SimulatedStore::append(std::span<const Event> events) {
  wire_.pass();
  refuse_if_lost();
  Commit commit = std::exchange(next_, {});
  for (const Event& event : events) {
    if (!std::holds_alternative<NodesChanged>(event.fact)) commit.events.push_back(event);
  }
  last_.value += commit.events.size();
  if (commit.events.empty()) return last_;
  commit.due = now_ + pause();
  if (!waiting_.empty()) commit.due = std::max(commit.due, waiting_.back().due);
  waiting_.push_back(std::move(commit));
  return last_;
}

/// A disk that breaks may have written or not: nobody knows before the store is opened again.
inline void SimulatedStore::commit_first() {
  const Commit commit = std::move(waiting_.front());
  waiting_.pop_front();
  poisoned_ = disk_.epoch == epoch_ && std::exchange(disk_.broken, false);
  if (!poisoned_ || dice_.once_in(2)) write(commit);
  if (poisoned_ || fenced_) {
    waiting_.clear();
  } else {
    durable_ = kept_.durable();
  }
  if (wake_) wake_();
}

inline void SimulatedStore::write(const Commit& commit) {
  try {
    for (const Job& job : commit.jobs) kept_.add(job.record, job.plan);
    for (const CachedResult& result : commit.results) kept_.keep(result);
    kept_.append(commit.events);
    kept_.flush();
  } catch (const StoreFenced&) {
    fenced_ = true;
    return;
  }
  if (!disk_.witness) return;
  for (const Event& event : commit.events) disk_.witness(event);
}

inline void SimulatedStore::advance(Instant now) {
  now_ = now;
  while (!wire_.dead() && !lost() && !waiting_.empty() && waiting_.front().due <= now_) {
    commit_first();
  }
}

inline std::optional<Instant> SimulatedStore::next_due() const {
  if (waiting_.empty() || lost()) return {};
  return waiting_.front().due;
}

inline void SimulatedStore::flush() {
  wire_.pass();
  refuse_if_lost();
  while (!waiting_.empty()) commit_first();
  refuse_if_lost();
}

}  // namespace headway::inline v0::testing
