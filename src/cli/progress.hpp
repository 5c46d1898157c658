// Progress of a job on standard error: a line per end of an instance or answer that is awaited, and
// on a terminal a living one below.
#pragma once

#include <headway/event/job_state.hpp>

#include <map>
#include <memory>
#include <string>

namespace headway::cli {

/// Watches one job's events. One thread at a time.
class Progress {
 public:
  /// `job` is the job watched. On a terminal the last line is rewritten in place; elsewhere there
  /// is none.
  Progress(JobId id, JobStatus status);

  void see(const Event& event);
  /// Takes the living line away.
  void finish();

 private:
  void tell_change(InstanceId instance, InstanceState before);
  void tell_end(InstanceId instance, const InstanceStatus& status);
  void tell_retry(const AttemptEnded& ended);
  void tell(InstanceState state, const std::string& text);
  void line(const std::string& text);
  void draw();
  void erase();

  JobId id_;
  JobStatus status_;
  bool terminal_;
  bool colour_;
  bool drawn_ = false;                            // the living line is on the screen
  std::map<InstanceId, Instant> running_;         // since when
  std::map<InstanceId, AttemptEnded> undecided_;  // attempts that failed: is there another?
};

}  // namespace headway::cli
