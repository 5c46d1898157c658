// A store that lives in memory: durable at once, gone with its process.
#pragma once

#include <headway/store/store.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// For tests, and for embedding where nothing need survive. Thread rule: one thread, in which
/// `wake` is also called.
class MemoryStore final : public Store {
 public:
  MemoryStore();

  [[nodiscard]] StoreId id() const override { return id_; }
  [[nodiscard]] std::string root() const override { return {}; }
  [[nodiscard]] std::vector<JobRecord> jobs() const override { return jobs_; }
  Sequence follow(JobId id, const std::shared_ptr<const PipelineJob>& job, Sequence after,
                  std::vector<Event>& into) const override;
  [[nodiscard]] std::optional<CachedResult> result(const std::string& key) const override;

  [[nodiscard]] JobId new_job_id() override;
  void add(const JobRecord& record, std::shared_ptr<const PipelineJob> job) override;
  void keep(CachedResult result) override;
  Sequence append(std::span<const Event> events) override;
  Sequence append_log(const std::shared_ptr<const EventLog>& events) override;
  [[nodiscard]] Sequence durable() const override { return last_; }
  void on_durable(std::function<void()> wake) override { wake_ = std::move(wake); }
  void flush() override {}

 private:
  StoreId id_{};
  std::vector<JobRecord> jobs_;
  std::unordered_set<std::uint64_t> job_ids_;
  std::vector<std::pair<Sequence, std::shared_ptr<const EventLog>>> logs_;  // and their last events
  Sequence last_{};
  std::unordered_map<std::string, CachedResult> results_;
  std::function<void()> wake_;
};

}  // namespace headway::inline v0
