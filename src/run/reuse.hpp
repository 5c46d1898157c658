// Reuse: what an ended job leaves to one that runs its pipeline again.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/folders.hpp>
#include <headway/store/reader.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// A rerun, as a JobRecord remembers it.
struct RerunRecord {
  JobId of{};
  std::vector<std::string> from{};  // tasks that work anew, and with them all that follows
};

std::string to_json(const RerunRecord& rerun);
/// Nothing of a record whose job is no rerun.
std::optional<RerunRecord> rerun_in(const JobRecord& record);

/// Goes through the graphs of the new job as they come and says which instances need not work:
/// those that succeeded in the earlier job, where all that comes before them did as well and is
/// reused. Graphs that both jobs have grown from the same values are gone into; ends (on_failure,
/// finally) and compensations work anew. One thread at a time.
class Reuse {
 public:
  /// `earlier` and the new job are of one pipeline and one set of params. Of `folders` only what
  /// still has the files it left is reused. Throws Error when the earlier job has not ended, or for
  /// a task of `from` that it has not.
  Reuse(JobStatus earlier, const std::vector<std::string>& from, const Folders* folders = nullptr);

  /// Of the job's own tasks, each after those it depends on.
  [[nodiscard]] std::vector<InstanceEnded> begin();
  /// Of a graph by which the job has grown.
  std::vector<InstanceEnded> grow(const GraphAdded& fact);

 private:
  /// A graph of the new job.
  struct Counterpart {
    std::optional<std::uint32_t> earlier{};  // the graph of the earlier job that it is like
    std::vector<bool> sound{};               // per task: all that comes before it is reused
  };

  [[nodiscard]] std::optional<std::uint32_t> counterpart_of(const JobGraph& graph) const;
  std::vector<InstanceEnded> look_at(std::uint32_t graph);
  bool look_at(const JobGraph& graph, const JobGraph& earlier, TaskId task,
               std::vector<InstanceEnded>& reused) const;

  [[nodiscard]] bool is_kept(const InstanceStatus& was) const;

  JobStatus earlier_;
  const Folders* folders_;
  JobGraphs graphs_;                       // of the new job
  std::vector<bool> anew_;                 // per task of the job itself
  std::vector<Counterpart> counterparts_;  // per graph
};

/// For the job of this record; nothing when it is no rerun. Throws as Reuse does, and Error when
/// the store has no such job.
std::optional<Reuse> reuse_for(const JobRecord& record,
                               const std::shared_ptr<const PipelineJob>& job,
                               const StoreReader& store, const Folders* folders = nullptr);

}  // namespace headway::inline v0
