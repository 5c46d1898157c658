// Notifications: telling people outside what becomes of a job, without ever holding it up.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/folders.hpp>
#include <headway/store/reader.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace headway::inline v0 {

/// One message on its way: a JSON body for a URL. A value.
struct Notice {
  std::string url;
  std::string body;
};

/// The messages that a durable event gives rise to; `status` holds the event already. A URL whose
/// secret has no value gives none.
std::vector<Notice> notices_of(const Event& event, const JobStatus& status, const JobRecord& record,
                               const Folders& folders);

/// Sends from a thread of its own, in order, each message a few times at most. Its thread starts
/// with the first.
class Notifier {
 public:
  Notifier() = default;
  /// Gives what is left two seconds, and drops the rest.
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  void send(std::vector<Notice> notices);

 private:
  void work(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Notice> waiting_;  // guarded by mutex_
  bool sending_ = false;        // guarded by mutex_
  std::jthread thread_;         // last: stops before the rest goes
};

}  // namespace headway::inline v0
