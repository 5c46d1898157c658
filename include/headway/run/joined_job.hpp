// A job on a store whose engine is another process: asked for by requests, seen by reading.
#pragma once

#include <headway/base/error.hpp>
#include <headway/run/executor.hpp>
#include <headway/run/follower.hpp>
#include <headway/store/inbox.hpp>
#include <headway/store/owner.hpp>
#include <headway/store/sqlite.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// The engine refused what it was asked for; the message is its reason.
class Refused : public Error {
 public:
  using Error::Error;
};

/// Whoever finds a store locked (StoreLocked) joins its engine by one of these, and looks now and
/// then. When the engine goes before the job rests, `is_orphaned` says so: whoever then opens the
/// store as its engine withdraws, and starts the job itself or resumes it. One thread at a time.
class JoinedJob {
 public:
  /// Asks the engine to start a job. `data` as in ExecutorOptions. Throws InvalidPipeline for what
  /// is wrong with it on any machine, StoreError.
  static JoinedJob start(const std::string& root, const Pipeline& pipeline, Values params,
                         const StartOptions& options = {}, const std::string& data = {});
  /// Asks the engine to run the pipeline of an ended job again. Throws Error as Executor::rerun
  /// does.
  static JoinedJob rerun(const std::string& root, JobId id, const RerunOptions& options = {},
                         const std::string& data = {});
  /// Joins a job that the store has; asks for it to be gone on with where it rests. Throws Error
  /// for an unknown job.
  static JoinedJob resume(const std::string& root, JobId id, const std::string& data = {});

  [[nodiscard]] JobId id() const { return id_; }

  /// Takes in what came since the last call and returns it. Asks an engine that is new on the store
  /// to go on with the job. Throws Refused, StoreError.
  std::vector<Event> look();

  /// Whether the store has the job, as of the last look.
  [[nodiscard]] bool is_there() const { return follower_.has_value(); }
  /// As of the last look. Precondition: `is_there()`.
  [[nodiscard]] const JobStatus& status() const { return follower_->status(); }
  [[nodiscard]] const JobRecord& record() const { return follower_->record(); }
  /// Ended, or paused and nothing of it runs any more.
  [[nodiscard]] bool rests() const;
  /// It does not rest, and the store has no engine.
  [[nodiscard]] bool is_orphaned() const;

  /// Asks the engine to stop its sessions and leave it paused; at once where `grace` is 0.
  void pause(Duration grace = Duration{10'000'000});
  /// Takes back what the engine has not taken up, and asks for nothing more.
  void withdraw();

 private:
  JoinedJob(const std::string& root, const std::string& data, JobId id);

  void ask(Request request);
  void ask_a_new_engine();

  std::string root_;
  std::string data_;
  JobId id_;
  std::unique_ptr<SqliteReader> reader_;
  std::optional<Follower> follower_{};
  std::optional<Request> asked_{};  // what was not taken up yet
  std::uint64_t asked_epoch_ = 0;   // of the engine that was asked last
  bool withdrawn_ = false;
};

}  // namespace headway::inline v0
