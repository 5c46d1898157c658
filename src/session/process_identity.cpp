// Process identities, by what /proc says.
#include "process_identity.hpp"

#include "../base/descriptor.hpp"
#include "../base/process_stat.hpp"
#include "supervised_sessions.hpp"

#include <charconv>
#include <csignal>
#include <ctime>
#include <memory>
#include <vector>

#include <dirent.h>
#include <sys/syscall.h>

namespace headway::inline v0 {
namespace {

template <class Number>
bool take_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// Calls `visit` with the id and the fields of each process that runs.
template <class Visit>
void visit_processes(Visit visit) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc"), ::closedir);
  if (!folder) return;
  while (const dirent* entry = ::readdir(folder.get())) {
    pid_t pid = 0;
    if (!take_number(entry->d_name, pid)) continue;
    const auto stat = stat_of(pid);
    if (stat && stat->runs()) visit(pid, *stat);
  }
}

/// What runs of the session that `leader` began. A number does not become that of another process
/// while a session has it: where it has, nothing of ours is left.
std::vector<ProcessIdentity> members_of(const ProcessIdentity& leader) {
  std::vector<ProcessIdentity> members;
  const auto now = start_ticks_of(leader.pid);
  if (leader.boot != boot_id() || (now && *now != leader.start_ticks)) return members;
  visit_processes([&](pid_t pid, const ProcessStat& stat) {
    if (stat.session != leader.pid || stat.start_ticks < leader.start_ticks) return;
    members.push_back({leader.boot, pid, stat.start_ticks});
  });
  return members;
}

void kill_process(const ProcessIdentity& process) {
  const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
  if (!is_alive(process)) return;  // asked after the open: the descriptor is of that process
  ::syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0);
}

}  // namespace

const std::string& boot_id() {
  static const std::string id = read_boot_id();
  return id;
}

std::optional<std::uint64_t> start_ticks_of(pid_t pid) {
  const auto stat = stat_of(pid);
  return stat ? std::optional(stat->start_ticks) : std::nullopt;
}

bool is_alive(const ProcessIdentity& process) {
  if (process.boot != boot_id()) return false;
  const auto stat = stat_of(process.pid);
  return stat && stat->start_ticks == process.start_ticks && stat->runs();
}

std::string to_string(const ProcessIdentity& process) {
  return process.boot + ' ' + std::to_string(process.pid) + ' ' +
         std::to_string(process.start_ticks);
}

std::optional<ProcessIdentity> parse_process_identity(std::string_view text) {
  const auto first = text.find(' ');
  const auto second = text.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  ProcessIdentity process{.boot = std::string(text.substr(0, first))};
  if (!take_number(text.substr(first + 1, second - first - 1), process.pid) || process.pid <= 0 ||
      !take_number(text.substr(second + 1), process.start_ticks)) {
    return std::nullopt;
  }
  return process;
}

std::set<pid_t> running_sessions() {
  std::set<pid_t> sessions;
  visit_processes([&](pid_t, const ProcessStat& stat) { sessions.insert(stat.session); });
  return sessions;
}

bool end_session(const ProcessIdentity& leader) {
  constexpr std::int64_t patience_us = 2'000'000;
  for (const auto until = monotonic_us() + patience_us; monotonic_us() < until;) {
    const auto left = members_of(leader);
    if (left.empty()) return true;
    for (const auto& process : left) kill_process(process);  // and what they fork meanwhile next
    const timespec moment{.tv_sec = 0, .tv_nsec = 5'000'000};
    ::nanosleep(&moment, nullptr);
  }
  return false;
}

}  // namespace headway::inline v0
