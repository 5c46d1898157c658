// headway logs: what an instance wrote.
#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/run/history.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

namespace headway::cli {

namespace {

/// Copies a growing file to standard output, as raw bytes or one JSON object a line.
class LogCopy {
 public:
  LogCopy(std::string path, bool json) : path_(std::move(path)), json_(json) {}

  void go_on() {
    std::ifstream log(path_, std::ios::binary);
    log.seekg(static_cast<std::streamoff>(copied_));
    char block[1U << 16U];
    while (log.read(block, sizeof block) || log.gcount() > 0) {
      const auto size = static_cast<std::size_t>(log.gcount());
      copied_ += size;
      json_ ? take(std::string_view(block, size)) : write(std::string_view(block, size));
    }
    std::fflush(stdout);
  }

  void finish() {
    if (!line_.empty()) take("\n");
  }

 private:
  static void write(std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); }

  void take(std::string_view bytes) {
    for (const char c : bytes) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      const nlohmann::ordered_json json{{"line", line_}};
      print(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
      line_.clear();
    }
  }

  std::string path_;
  bool json_;
  std::size_t copied_ = 0;
  std::string line_;  // the beginning of one that has not ended
};

/// Whether more may come: the attempt runs, and an engine is there to run it.
bool may_grow(const History& history, const LogsOptions& options, JobId id) {
  const JobStatus status = history.status(id);
  const auto instance = status.job().find_instance(options.instance);
  if (!instance || !history.engine()) return false;
  const InstanceStatus& now = status.instance(*instance);
  const bool this_one = options.attempt == 0 || now.attempts <= options.attempt;
  return this_one && !is_terminal(now.state);
}

}  // namespace

int logs(const LogsOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  const JobStatus status = history.status(id);
  if (!options.follow && options.at.json) {
    const std::string text = history.log(id, status, options.instance, options.attempt, SIZE_MAX);
    const nlohmann::ordered_json json{
        {"job", to_string(id)}, {"instance", options.instance}, {"log", text}};
    print(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return done;
  }
  LogCopy copy(history.log_path(id, status, options.instance, options.attempt), options.at.json);
  if (options.follow) catch_interrupts();
  while (options.follow && interrupts() == 0 && may_grow(history, options, id)) {
    copy.go_on();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  copy.go_on();
  copy.finish();
  return interrupts() == 0 ? done : interrupted;
}

}  // namespace headway::cli
