// Process identities read from /proc.
#include "process_identity.hpp"

#include "descriptor.hpp"

#include <array>
#include <charconv>
#include <csignal>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>

namespace headway::inline v0 {
namespace {

std::string first_bytes(const char* path) {
  const Descriptor file(::open(path, O_RDONLY | O_CLOEXEC));
  std::array<char, 1024> buffer;
  const auto count = file.valid() ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
  return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string();
}

struct ProcessStat {
  char state = 'X';
  std::uint64_t start_ticks = 0;
};

/// The fields that follow the name in /proc/<pid>/stat; the name may hold anything, `)` too.
std::optional<ProcessStat> stat_of(pid_t pid) {
  const std::string text = first_bytes(("/proc/" + std::to_string(pid) + "/stat").c_str());
  auto at = text.rfind(')');
  if (at == std::string::npos || at + 2 >= text.size()) return std::nullopt;
  at += 2;
  ProcessStat stat{.state = text[at]};
  constexpr int fields_between = 19;  // from the state, field 3, to the start time, field 22
  for (int i = 0; i < fields_between && at != std::string::npos; ++i) at = text.find(' ', at + 1);
  if (at == std::string::npos) return std::nullopt;
  std::from_chars(text.data() + at + 1, text.data() + text.size(), stat.start_ticks);
  return stat;
}

template <class Number>
bool take_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

const std::string& boot_id() {
  static const std::string id = [] {
    std::string text = first_bytes("/proc/sys/kernel/random/boot_id");
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }();
  return id;
}

std::optional<std::uint64_t> start_ticks_of(pid_t pid) {
  const auto stat = stat_of(pid);
  return stat ? std::optional(stat->start_ticks) : std::nullopt;
}

bool is_alive(const ProcessIdentity& process) {
  if (process.boot != boot_id()) return false;
  const auto stat = stat_of(process.pid);
  return stat && stat->start_ticks == process.start_ticks && stat->state != 'Z' &&
         stat->state != 'X';
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

bool end_process_group(const ProcessIdentity& process) {
  const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
  if (!is_alive(process)) return true;  // asked after the open: the descriptor is of that process
  ::kill(-process.pid, SIGKILL);
  pollfd ended{.fd = pidfd.get(), .events = POLLIN, .revents = 0};
  constexpr int patience_ms = 2000;
  return pidfd.valid() && ::poll(&ended, 1, patience_ms) == 1;
}

}  // namespace headway::inline v0
