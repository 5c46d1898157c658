// The lock file: flock, and who holds it.
#include "lock.hpp"

#include "lock_note.hpp"

#include <headway/base/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <thread>

namespace headway::inline v0 {
namespace {

std::string read_all(int file) {
  std::array<char, 4096> bytes{};
  const auto size = ::pread(file, bytes.data(), bytes.size(), 0);
  return size > 0 ? std::string(bytes.data(), static_cast<std::size_t>(size)) : std::string();
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
  if (!file.valid()) throw_errno("open the lock", path, errno);
  return file;
}

bool try_lock(const Descriptor& file, const std::string& path, int kind) {
  if (::flock(file.get(), kind | LOCK_NB) == 0) return true;
  if (errno != EWOULDBLOCK) throw_errno("lock", path, errno);
  return false;
}

// Past those who only look, who share it for a moment; an engine shares it with nobody.
bool try_lock(const Descriptor& file, const std::string& path) {
  for (int tries = 0; tries < 100; ++tries) {
    if (try_lock(file, path, LOCK_EX)) return true;
    if (!try_lock(file, path, LOCK_SH)) return false;
    ::flock(file.get(), LOCK_UN);
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + tries / 10));
  }
  return false;
}

// What the note says outlives an engine that was killed; the lock does not.
bool is_held(const Descriptor& file) {
  if (::flock(file.get(), LOCK_SH | LOCK_NB) != 0) return true;
  ::flock(file.get(), LOCK_UN);  // not left to close(): a child may be forked meanwhile
  return false;
}

[[noreturn]] void throw_locked(const std::string& path, const std::optional<LockNote>& note) {
  const std::string who =
      note && note->process.pid > 0
          ? fmt::format("the engine with pid {} on {} (since {})", note->process.pid,
                        note->process.host, to_string(Instant{note->since_us}))
          : std::string("another engine");
  throw StoreLocked(
      fmt::format("the store \"{}\" is in use by {}; wait for it, stop it, or use another store",
                  path.substr(0, path.rfind('/')), who));
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
  const std::string text = to_text(alive ? note_of_this_process(epoch) : LockNote{{}, epoch, 0});
  // A full disk may leave the note empty: the lock holds without it, nameless.
  if (::ftruncate(file_.get(), 0) == 0) {
    [[maybe_unused]] const auto written = ::pwrite(file_.get(), text.data(), text.size(), 0);
  }
}

std::optional<StoreOwner> store_owner(const std::string& root) {
  const std::string path = root + "/lock";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.valid() || !is_held(file)) return {};
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
  const auto note = file.valid() ? parse_note(read_all(file.get())) : std::nullopt;
  return note ? note->epoch : 0;
}

}  // namespace headway::inline v0
