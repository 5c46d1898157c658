// The sessions of a supervisor: started, watched, stopped, reaped.
#pragma once

#include "../base/descriptor.hpp"
#include "capped_log.hpp"
#include "launcher.hpp"
#include "protocol.hpp"
#include "session_record.hpp"
#include "start_lines.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace headway::inline v0 {

/// Microseconds of a clock that only goes forward.
std::int64_t monotonic_us();

/// Whether someone waits for a reply.
enum class Haste : std::uint8_t { none, urgent };

/// Everything between a start request and the report of its end. Owned by the one thread of the
/// supervisor; the outputs of its sessions are watched by an epoll instance of the owner.
class SupervisedSessions {
 public:
  /// `poll_set` gets each session's output with its pid as data.
  SupervisedSessions(int poll_set, std::function<void(const Reply&, Haste)> answer);

  void set_base(BaseEnvironment base) { launcher_.set_base(std::move(base)); }
  /// Starts a process in the next `turn`. A key that was started before is not started again.
  void start(StartRequest request) { lines_.add(std::move(request)); }
  void recall(const RecallRequest& request);
  void stop(const StopRequest& request);

  /// A session's output can be read.
  void read_output(pid_t pid);
  /// A child, or an orphan that fell to us, has ended.
  void reap();
  /// Starts what waits and forces what has had its grace.
  void turn();
  /// When `turn` has something to do again, in monotonic microseconds; nothing: not by itself.
  [[nodiscard]] std::optional<std::int64_t> next_turn() const;

  /// Kills all sessions and whatever they left, and returns when all of it is gone.
  void end_all();

 private:
  struct Session {
    SessionKey key{};
    std::uint64_t line = 0;
    pid_t pid = 0;
    CappedLog log;
    SessionRecordWriter record;
    Descriptor output{};  // none once every writer has closed it
    Finished end{};
    std::int64_t force_at = 0;    // when the grace of a stop is over; 0: not asked to stop
    std::int64_t give_up_at = 0;  // the main process is gone, its group is being ended; 0: it runs
  };

  void launch(StartRequest& request);
  void put_off(StartRequest& request);
  void refuse(const StartRequest& request, const SessionRecordWriter& record, std::string message);
  void answer_started_before(const StartRequest& request);
  void watch(std::unique_ptr<Session> session, std::uint64_t start_ticks);
  [[nodiscard]] bool watch_output(const Session& session) const;
  void read_unwatched();
  void main_process_ended(Session& session, int code, int status);
  void finish_if_gone(Session& session);
  void drain(Session& session);

  int poll_set_;
  std::function<void(const Reply&, Haste)> answer_;
  std::size_t most_sessions_;  // at a time; others wait
  Launcher launcher_{};
  StartLines lines_{};
  std::unordered_map<pid_t, std::unique_ptr<Session>> sessions_{};
  std::map<SessionKey, Session*> by_key_{};
  std::set<pid_t> stopping_{};   // asked to stop, main process still there
  std::set<pid_t> lingering_{};  // main process gone, group not yet
  std::set<pid_t> unwatched_{};  // their outputs are not in the poll set
  std::vector<char> buffer_ = std::vector<char>(std::size_t{64} << 10U);  // for reading outputs
  std::int64_t retry_at_ = 0;  // when to start the next again; 0: now
};

}  // namespace headway::inline v0
