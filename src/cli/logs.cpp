// headway logs: what an instance wrote.
#include "cli/engine_session.hpp"
#include "cli/instance_name.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/error.hpp>
#include <headway/run/follower.hpp>
#include <headway/run/history.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace headway::cli {

namespace {

/// Copies growing files to standard output, as raw bytes or one JSON object a line.
class LogCopy {
 public:
  explicit LogCopy(bool json) : json_(json) {}

  /// What the file at `path` holds more than was copied; a new path ends the file before.
  void go_on(const std::string& path) {
    if (path != path_) {
      if (!path_.empty()) copy_rest();
      finish();
      path_ = path;
      copied_ = 0;
    }
    copy_rest();
    std::fflush(stdout);
  }

  void finish() {
    if (!line_.empty()) take("\n");
  }

 private:
  void copy_rest() {
    std::ifstream log(path_, std::ios::binary);
    log.seekg(static_cast<std::streamoff>(copied_));
    char block[1U << 16U];
    while (log.read(block, sizeof block) || log.gcount() > 0) {
      const auto size = static_cast<std::size_t>(log.gcount());
      copied_ += size;
      json_ ? take(std::string_view(block, size)) : write(std::string_view(block, size));
    }
  }

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

  bool json_;
  std::string path_{};
  std::size_t copied_ = 0;
  std::string line_{};  // the beginning of one that has not ended
};

/// The attempt that is meant: the one asked for, or the last.
Attempt attempt_of(const InstanceStatus& instance, const LogsOptions& options) {
  return options.attempt == 0 ? instance.attempts : options.attempt;
}

/// Throws Error where there is no such instance, or no such attempt of one that will have no more.
const InstanceStatus& wanted(const JobStatus& status, const LogsOptions& options) {
  const auto id = status.graphs().find(options.instance);
  if (!id) throw no_instance(status.graphs(), options.instance, options.job, options.at);
  const InstanceStatus& instance = status.instance(*id);
  const Attempt attempt = attempt_of(instance, options);
  const bool there = attempt != 0 && attempt <= instance.attempts;
  if (!there && !options.follow) {
    const std::string name = printable(options.instance);
    if (!status.graphs().of(*id).task(*id).has_session()) {
      throw Error(name + " has no session of its own, and so no log; see:  " +
                  command_line("explain " + options.job + ' ' + shell_word(name), options.at));
    }
    const std::string state(to_string(instance.state));
    if (instance.attempts == 0) throw Error(name + " has not run: it is " + state);
    throw Error(
        fmt::format("{} has no attempt {}: {} is its last", name, attempt, instance.attempts));
  }
  return instance;
}

/// Throws Error where the attempt left no log: its session never began.
void refuse_without_log(const std::string& path, const LogsOptions& options) {
  if (std::filesystem::exists(path)) return;
  throw Error(
      "there is no log at " + path + "; see:  " +
      command_line("explain " + options.job + ' ' + shell_word(options.instance), options.at));
}

/// Copies what is there and, with --follow, what comes until nothing more can.
void copy_log(const History& history, JobId id, const LogsOptions& options) {
  LogCopy copy(options.at.json);
  Follower job(history.reader(), id);
  for (bool more = true; more && interrupts() == 0;) {
    job.read();
    const bool engine = job.engine().has_value();
    job.read();  // again: its last words count
    const InstanceStatus& instance = wanted(job.status(), options);
    const Attempt attempt = attempt_of(instance, options);
    more = options.follow && engine && instance.attempts <= attempt && !is_terminal(instance.state);
    const std::string path = history.log_path(id, job.status(), options.instance, attempt);
    copy.go_on(path);
    if (!more) refuse_without_log(path, options);
    if (more) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  copy.finish();
}

}  // namespace

int logs(const LogsOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  if (!options.follow && options.at.json) {
    const JobStatus status = history.status(id);
    const Attempt attempt = attempt_of(wanted(status, options), options);
    refuse_without_log(history.log_path(id, status, options.instance, attempt), options);
    const std::string text = history.log(id, status, options.instance, options.attempt, SIZE_MAX);
    const nlohmann::ordered_json json{
        {"job", to_string(id)}, {"instance", options.instance}, {"log", text}};
    print(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return done;
  }
  if (options.follow) catch_interrupts();
  copy_log(history, id, options);
  return interrupts() == 0 ? done : interrupted;
}

}  // namespace headway::cli
