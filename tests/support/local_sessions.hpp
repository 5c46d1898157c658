// A local backend in a folder of its own, and sessions to run on it.
#pragma once

#include "support/temporary_folder.hpp"

#include <headway/session/local.hpp>
#include <headway/testing/backend_exam_room.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <time.h>

namespace headway::inline v0::testing {

inline void sleep_ms(int milliseconds) {
  const timespec time{.tv_sec = milliseconds / 1000, .tv_nsec = (milliseconds % 1000) * 1'000'000L};
  ::nanosleep(&time, nullptr);
}

/// Asks again until it holds; false when it does not within ten seconds.
inline bool eventually(const std::function<bool()>& holds, int milliseconds = 10'000) {
  for (int waited = 0; waited < milliseconds; waited += 5) {
    if (holds()) return true;
    sleep_ms(5);
  }
  return holds();
}

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A process session in an attempt's folder beneath `root`.
inline SessionSpec process_spec(const std::string& root, std::uint32_t instance,
                                std::vector<std::string> argv) {
  SessionSpec spec{.key = ExamRoom::key(instance), .name = "task"};
  spec.body = ProcessSpec{.argv = std::move(argv)};
  spec.folder = root + "/attempt" + std::to_string(instance);
  std::filesystem::create_directories(spec.folder + "/output");
  return spec;
}

class LocalSessions {
 public:
  LocalSessions() : LocalSessions(LocalOptions{.program = SESSION_SUPERVISOR}) {}
  explicit LocalSessions(LocalOptions options) : backend_(in(folder_.path(), std::move(options))) {
    backend_.attach(reports_);
  }
  ~LocalSessions() { backend_.detach(); }

  SessionSpec spec(std::vector<std::string> argv) {
    return process_spec(folder_.path(), next_++, std::move(argv));
  }
  SessionSpec shell(const std::string& text) { return spec({"sh", "-c", text}); }
  SessionSpec start(SessionSpec session) {
    backend_.start({&session, 1});
    return session;
  }
  void stop(const SessionSpec& session, Duration grace) {
    const SessionStop stop{session.key, grace};
    backend_.stop({&stop, 1});
  }
  template <class Report>
  Report wait_for(const SessionSpec& session) {
    const bool came = eventually([&] { return !reports_.of<Report>(session.key).empty(); }, 60'000);
    if (!came) throw std::runtime_error("no such report came within a minute");
    return reports_.of<Report>(session.key).front();
  }
  /// Starts it and waits for its end.
  Finished end_of(const SessionSpec& session) {
    start(session);
    return wait_for<Finished>(session);
  }
  static std::string log_of(const SessionSpec& session) { return text_of(session.folder + "/log"); }

  [[nodiscard]] LocalBackend& backend() { return backend_; }
  [[nodiscard]] const ReportList& reports() const { return reports_; }
  [[nodiscard]] const std::string& folder() const { return folder_.path(); }

 private:
  static LocalOptions in(const std::string& folder, LocalOptions options) {
    options.folder = folder;
    return options;
  }

  TemporaryFolder folder_{};
  ReportList reports_{};
  LocalBackend backend_;
  std::uint32_t next_ = 0;
};

}  // namespace headway::inline v0::testing
