// Processes told apart by more than their number.
#include "lock_note.hpp"

#include "../base/process_stat.hpp"

#include <headway/base/time.hpp>

#include <unistd.h>
#include <climits>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

namespace headway::inline v0 {
namespace {

// Empty when there is no such process or only its zombie.
std::string start_of(std::int64_t pid) {
  const auto stat = stat_of(pid);
  return stat && stat->runs() ? std::to_string(stat->start_ticks) : std::string();
}

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string pid_namespace() {
  std::array<char, 64> name{};
  const auto size = ::readlink("/proc/self/ns/pid", name.data(), name.size());
  return size > 0 ? std::string(name.data(), static_cast<std::size_t>(size)) : std::string();
}

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

LockHolder this_process() {
  const std::int64_t pid = ::getpid();
  return {pid, host_name(), read_boot_id(), pid_namespace(), start_of(pid)};
}

}  // namespace

std::string to_text(const LockNote& note) {
  nlohmann::ordered_json json;
  if (note.process.pid > 0) {
    json = {{"pid", note.process.pid},
            {"host", note.process.host},
            {"since", to_string(Instant{note.since_us})},
            {"since_us", note.since_us},
            {"boot", note.process.boot},
            {"pid_namespace", note.process.space},
            {"process_start", note.process.started}};
  }
  json["epoch"] = note.epoch;
  return json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::optional<LockNote> parse_note(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return {};
  try {
    LockNote note;
    note.epoch = json.value("epoch", std::uint64_t{0});
    note.since_us = json.value("since_us", std::int64_t{0});
    note.process = {json.value("pid", std::int64_t{0}), json.value("host", ""),
                    json.value("boot", ""), json.value("pid_namespace", ""),
                    json.value("process_start", "")};
    return note;
  } catch (const nlohmann::json::exception&) {
    return {};
  }
}

LockNote note_of_this_process(std::uint64_t epoch) { return {this_process(), epoch, now_us()}; }

bool provably_dead(const LockHolder& owner) {
  const LockHolder own = this_process();
  if (owner.host != own.host || owner.pid <= 0) return false;
  if (owner.boot != own.boot) return true;
  return owner.space == own.space && start_of(owner.pid) != owner.started;
}

}  // namespace headway::inline v0
