// A store in one SQLite file: durable, one engine at a time, readable beside it.
#pragma once

#include <headway/store/store.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace headway::inline v0 {

struct SqliteOptions {
  Durability durability = Durability::full;
  Duration busy_timeout{60'000'000};  // how long another program's lock on the file is waited for
};

/// `<root>/headway.db`, written by one thread of its own: whatever was appended since the last
/// commit is one transaction. Owns the store's lock while it lives. Thread rule: as Store's. A
/// child forked while it is open gets ForkedEngine from every call.
class SqliteStore final : public Store {
 public:
  /// Makes the store where there is none (folders 0700, files 0600). Throws StoreLocked naming the
  /// live engine that has it; StoreError when the folder lies on a network file system, the file is
  /// damaged, is no store of headway, or was written by a newer headway (then it is left as it
  /// was).
  explicit SqliteStore(const std::string& root, SqliteOptions options = {});
  /// Waits for what was appended to be written.
  ~SqliteStore() override;

  [[nodiscard]] StoreId id() const override;
  [[nodiscard]] std::string root() const override;
  [[nodiscard]] std::vector<JobRecord> jobs() const override;
  Sequence follow(JobId id, const std::shared_ptr<const PipelineJob>& job, Sequence after,
                  std::vector<Event>& into) const override;
  [[nodiscard]] std::optional<CachedResult> result(const std::string& key) const override;

  [[nodiscard]] JobId new_job_id() override;
  void add(const JobRecord& record, std::shared_ptr<const PipelineJob> job) override;
  void keep(CachedResult result) override;
  Sequence append(std::span<const Event> events) override;
  Sequence append_log(const std::shared_ptr<const EventLog>& events) override;
  [[nodiscard]] Sequence durable() const override;
  void on_durable(std::function<void()> wake) override;
  void flush() override;

  /// How often this store was opened, this time included; the fence against an engine that lost it.
  [[nodiscard]] std::uint64_t epoch() const;

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

/// Reads a store beside its engine, or where none is alive. Writes nothing and takes no lock an
/// engine could stumble over; a store that does not exist has no jobs, also when it appears later.
class SqliteReader final : public StoreReader {
 public:
  explicit SqliteReader(const std::string& root);
  ~SqliteReader() override;

  [[nodiscard]] StoreId id() const override;
  [[nodiscard]] std::string root() const override;
  [[nodiscard]] std::vector<JobRecord> jobs() const override;
  Sequence follow(JobId id, const std::shared_ptr<const PipelineJob>& job, Sequence after,
                  std::vector<Event>& into) const override;
  [[nodiscard]] std::optional<CachedResult> result(const std::string& key) const override;
  /// What SQLite's check of the file's pages says first; empty: they are whole.
  [[nodiscard]] std::string page_problem() const;

 private:
  struct View;
  std::unique_ptr<View> view_;
};

}  // namespace headway::inline v0
