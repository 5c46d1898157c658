// The last words of `run` and `resume`.
#include "cli/summary.hpp"

#include "cli/report.hpp"

#include <headway/run/clock.hpp>
#include <headway/run/explanation.hpp>
#include <headway/view/chart.hpp>

#include <fmt/core.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace headway::cli {

namespace {

constexpr std::array shown_states{InstanceState::succeeded, InstanceState::failed,
                                  InstanceState::cancelled, InstanceState::skipped,
                                  InstanceState::upstream_failed};

Duration duration_of(const JobStatus& status) {
  return time_taken(status.started(), status.ended(), SystemClock().now());
}

std::string job_finished(const JobStatus& status, JobId id) {
  std::string counts;
  for (const InstanceState state : shown_states) {
    if (const auto n = status.count(state); n != 0) {
      counts += fmt::format("{}\"{}\":{}", counts.empty() ? "" : ",", to_string(state), n);
    }
  }
  return fmt::format(
      R"({{"event":"job_finished","job":"{}","state":"{}","duration_s":{:.6f},"instances":{{{}}}}})",
      to_string(id), to_string(status.state()), duration_of(status).seconds(), counts);
}

std::string counts_of(const JobStatus& status) {
  std::string counts;
  for (const InstanceState state : shown_states) {
    if (const auto n = status.count(state); n != 0) {
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", n, to_string(state));
    }
  }
  std::uint32_t reused = 0;
  for (const InstanceStatus& instance : status.instances()) {
    if (instance.cause.kind == Cause::Kind::cached) ++reused;
  }
  if (reused != 0) counts += fmt::format(" ({} reused)", reused);
  return counts;
}

/// The last lines of a text, at most `most`.
std::string_view last_lines(std::string_view text, int most) {
  std::size_t at = text.size();
  while (at > 0 && most > 0) {
    at = text.rfind('\n', at - 1);
    if (at == std::string_view::npos) return text;
    if (at + 1 < text.size()) --most;
  }
  return text.substr(at == 0 ? 0 : at + 1);
}

/// Whether there is any of it.
bool show_log(const History& history, JobId job, const JobStatus& status, const std::string& name) {
  const std::string log = history.log(job, status, name, 0, 64U << 10U);
  if (log.empty()) return false;
  say("the end of its log:");
  say(last_lines(log, 20));
  return true;
}

/// Of the first failure that counts; a task that failed because of one inside says nothing.
void explain_failure(const History& history, JobId job, const JobStatus& status,
                     const StoreOptions& at) {
  const std::vector<InstanceId> failed = failures(status);
  if (failed.empty()) return;
  const InstanceStatus& first = status.instance(failed.front());
  const std::string id = to_string(job);
  const std::string name = status.name(failed.front());
  const std::string why = first.message.empty() ? std::string() : ": " + printable(first.message);
  say(fmt::format("{} failed with {}{}", printable(name), to_string(first.cause), why));
  const std::string more = show_log(history, job, status, name) ? "logs " : "explain ";
  say("see more:  " + command_line(more + id + ' ' + shell_word(name), at));
  say("           " + command_line("status " + id, at));
  if (failed.size() > 1) say(fmt::format("{} more failed", failed.size() - 1));
  say("run it again, what succeeded is reused:  " + command_line("rerun " + id, at));
}

void print_outputs(const Values& outputs) {
  for (const auto& [name, value] : outputs) say("  " + name + " = " + printable(format(value)));
}

}  // namespace

int summarise(const History& history, JobId job, const JobStatus& status, const StoreOptions& at) {
  const std::string id = to_string(job);
  if (at.json) print(job_finished(status, job));
  if (status.state() == JobState::paused) {
    say("job " + id + " is paused; go on with:  " + command_line("resume " + id, at));
    return interrupted;
  }
  if (!at.json) {
    say(fmt::format("job {} {} in {}: {}", id, to_string(status.state()),
                    readable(duration_of(status)), counts_of(status)));
  }
  if (status.state() == JobState::failed) explain_failure(history, job, status, at);
  if (status.state() == JobState::succeeded && !at.json) {
    print_outputs(history.outputs(job, status));
  }
  return status.state() == JobState::succeeded ? done : job_failed;
}

}  // namespace headway::cli
