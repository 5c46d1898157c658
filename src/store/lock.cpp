// The lock file: flock, and who holds it.
#include "lock.hpp"

#include <headway/base/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <limits.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace headway::inline v0 {
namespace {

// A process and where it lives, so that a number used again is not mistaken for it.
struct Process {
  std::int64_t pid = 0;
  std::string host;
  std::string boot;     // of the kernel; pids of another boot are dead
  std::string space;    // the pid namespace: pids of another one cannot be judged
  std::string started;  // in clock ticks since boot
  friend bool operator==(const Process&, const Process&) = default;
};

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// Field 22 of /proc/<pid>/stat; empty when there is no such process or only its zombie.
std::string start_of(std::int64_t pid) {
  const std::string stat = first_line(fmt::format("/proc/{}/stat", pid));
  const auto name_end = stat.rfind(')');  // the name may hold spaces and brackets
  if (name_end == std::string::npos) return {};
  std::istringstream rest(stat.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) {
    rest >> field;
    if (number == 3 && (field == "Z" || field == "X")) return {};
  }
  return field;
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

Process this_process() {
  const std::int64_t pid = ::getpid();
  return {pid, host_name(), first_line("/proc/sys/kernel/random/boot_id"), pid_namespace(),
          start_of(pid)};
}

// What a lock file says. `process.pid` is 0 when its engine has let go.
struct Note {
  Process process;
  std::uint64_t epoch = 0;
  std::int64_t since_us = 0;
};

std::string read_all(int file) {
  std::array<char, 4096> bytes{};
  const auto size = ::pread(file, bytes.data(), bytes.size(), 0);
  return size > 0 ? std::string(bytes.data(), static_cast<std::size_t>(size)) : std::string();
}

std::optional<Note> parse_note(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return {};
  try {
    Note note;
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

// Another container or machine is given the benefit of the doubt.
bool provably_dead(const Process& owner) {
  const Process own = this_process();
  if (owner.host != own.host || owner.pid <= 0) return false;
  if (owner.boot != own.boot) return true;
  return owner.space == own.space && start_of(owner.pid) != owner.started;
}

// The owner writes its name right after it has locked: a moment's patience for a file half written.
std::string read_note_patiently(int file) {
  std::string text = read_all(file);
  for (int tries = 0; tries < 20 && !parse_note(text); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    text = read_all(file);
  }
  return text;
}

bool same_file(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

Descriptor open_lock(const std::string& path, int more) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | more, 0600));
  if (!file.open()) throw_errno("open the lock", path, errno);
  return file;
}

bool try_lock(const Descriptor& file, const std::string& path) {
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return true;
  if (errno != EWOULDBLOCK) throw_errno("lock", path, errno);
  return false;
}

[[noreturn]] void throw_locked(const std::string& path, const std::optional<Note>& note) {
  const std::string who =
      note && note->process.pid > 0
          ? fmt::format("the engine with pid {} on {} (since {})", note->process.pid,
                        note->process.host, to_string(Instant{note->since_us}))
          : std::string("another engine");
  throw StoreLocked(
      fmt::format("the store \"{}\" is in use by {}; wait for it, stop it, or use another store",
                  path.substr(0, path.rfind('/')), who));
}

std::int64_t now_us() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

StoreLock::StoreLock(const std::string& root) : path_(root + "/lock"), process_(::getpid()) {
  for (;;) {
    file_ = open_lock(path_, O_CREAT);
    if (try_lock(file_, path_)) {
      if (same_file(file_.get(), path_)) return;
      continue;  // replaced while we opened it
    }
    const std::string text = read_note_patiently(file_.get());
    const auto note = parse_note(text);
    if (!note || !provably_dead(note->process)) throw_locked(path_, note);
    dead_owner_ = text;
    return;
  }
}

StoreLock::~StoreLock() {
  if (::getpid() != process_) return;  // a forked child: unlocking here would unlock the parent
  if (confirmed_) write_owner(epoch_, false);
  // Not left to close(): a child that was forked meanwhile would keep the lock.
  if (dead_owner_.empty() || confirmed_) ::flock(file_.get(), LOCK_UN);
}

bool StoreLock::confirm(std::uint64_t epoch) {
  if (dead_owner_.empty() ? !same_file(file_.get(), path_) : !replace(epoch)) return false;
  epoch_ = epoch;
  write_owner(epoch, true);
  confirmed_ = true;
  return true;
}

bool StoreLock::replace(std::uint64_t epoch) {
  Descriptor now = open_lock(path_, 0);
  if (try_lock(now, path_)) {  // the last child has gone meanwhile
    file_ = std::move(now);
    return true;
  }
  if (read_all(now.get()) != dead_owner_) return false;
  const std::string fresh_path = fmt::format("{}.{}", path_, epoch);
  Descriptor fresh = open_lock(fresh_path, O_CREAT | O_TRUNC);
  if (!try_lock(fresh, fresh_path)) return false;
  if (::rename(fresh_path.c_str(), path_.c_str()) != 0) throw_errno("replace", path_, errno);
  file_ = std::move(fresh);
  return true;
}

void StoreLock::write_owner(std::uint64_t epoch, bool alive) const {
  nlohmann::ordered_json json;
  if (alive) {
    const Process own = this_process();
    const std::int64_t since = now_us();
    json = {{"pid", own.pid},
            {"host", own.host},
            {"since", to_string(Instant{since})},
            {"since_us", since},
            {"boot", own.boot},
            {"pid_namespace", own.space},
            {"process_start", own.started}};
  }
  json["epoch"] = epoch;
  const std::string text =
      json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  // A full disk may leave the note empty: the lock holds without it, nameless.
  if (::ftruncate(file_.get(), 0) == 0) {
    [[maybe_unused]] const auto written = ::pwrite(file_.get(), text.data(), text.size(), 0);
  }
}

std::optional<StoreOwner> store_owner(const std::string& root) {
  const std::string path = root + "/lock";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.open()) return {};
  const auto note = parse_note(read_note_patiently(file.get()));
  if (!note || note->process.pid <= 0 || provably_dead(note->process)) return {};
  return StoreOwner{.pid = static_cast<std::int32_t>(note->process.pid),
                    .host = note->process.host,
                    .epoch = note->epoch,
                    .since = {note->since_us}};
}

std::uint64_t last_epoch(const std::string& root) {
  const std::string path = root + "/lock";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  const auto note = file.open() ? parse_note(read_all(file.get())) : std::nullopt;
  return note ? note->epoch : 0;
}

}  // namespace headway::inline v0
