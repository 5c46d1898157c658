// Jobs and events as rows: written in batches, read back and checked.
#pragma once

#include "checksum.hpp"
#include "connection.hpp"
#include "event_bodies.hpp"

#include <headway/event/event_log.hpp>
#include <headway/store/reader.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace headway::inline v0 {

/// Writes rows with statements prepared once. A batch belongs to one transaction: `settle` ends it,
/// and after a failure the writer is of no further use. Thread rule: the connection's.
class RowWriter {
 public:
  /// Reads the chains' heads. Throws StoreError.
  explicit RowWriter(const Connection& connection);

  /// The epoch that the file says now.
  [[nodiscard]] std::uint64_t epoch() const;
  void write(const JobRecord& record);
  /// The events of a log; the first comes after `before`.
  void write(Sequence before, const EventLog& events);
  /// Writes the heads of the chains that grew.
  void settle();

 private:
  void write(std::uint64_t place, const Event& event);
  struct Chain {
    std::int64_t events = 0;
    std::int64_t head = 0;
    bool grown = false;
  };
  const Connection* connection_;
  Statement insert_job_;
  Statement insert_event_;
  Statement replace_chain_;
  std::unordered_map<std::uint64_t, Chain> chains_;  // by job id
  std::vector<std::uint64_t> grown_;                 // jobs whose chain grew in this batch
  std::int64_t jobs_ = 0;
  RowChecksum sum_;
  EventBodies bodies_;
  JobId job_id_{};   // of the event written last
  std::string job_;  // the same as text; empty: none was written
};

/// All jobs, oldest first. Throws StoreError on damage.
std::vector<JobRecord> read_jobs(const Connection& connection);

/// As StoreReader::follow. Throws StoreError on damage, a missing row included.
Sequence read_events(const Connection& connection, JobId id,
                     const std::shared_ptr<const PipelineJob>& job, Sequence after,
                     std::vector<Event>& into);

/// The place of the last event of all.
Sequence read_last(const Connection& connection);

}  // namespace headway::inline v0
