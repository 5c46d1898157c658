// The life of a supervised session, from request to report.
#include "supervised_sessions.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace headway::inline v0 {
namespace {

constexpr std::size_t read_at_once = std::size_t{1} << 20U;  // of one output, then others' turn
constexpr std::int64_t retry_after_us = 20'000;
constexpr std::int64_t look_again_after_us = 5'000;
constexpr std::int64_t patience_us = 1'000'000;  // for a killed group to be gone

Finished end_of(int code, int status) {
  Finished end;
  if (code == CLD_EXITED && status != 0) end.cause = {Cause::Kind::exit_code, status};
  if (code != CLD_EXITED) end.cause = {Cause::Kind::signal, status};
  return end;
}

/// A pipe whose read end does not block; false and errno when there is none to be had.
bool make_pipe(Descriptor& read_end, Descriptor& write_end) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  read_end.reset(ends[0]);
  write_end.reset(ends[1]);
  return ::fcntl(read_end.get(), F_SETFL, O_NONBLOCK) == 0;
}

/// So many sessions fit into the limit on descriptors: a pipe, a log and a record each.
std::size_t most_sessions() {
  constexpr rlim_t own = 32;
  constexpr rlim_t of_each = 3;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<std::size_t>(std::max(limit.rlim_cur, own + of_each) - own) / of_each;
}

/// Kills every child of this process; orphans that had left their group are among them.
void kill_children() {
  const Descriptor file(::open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> text{};
  const auto count = file.valid() ? ::read(file.get(), text.data(), text.size() - 1) : 0;
  const char* at = text.data();
  for (pid_t pid = 0; count > 0; ++at) {
    const auto [end, error] = std::from_chars(at, text.data() + count, pid);
    if (error != std::errc()) return;
    ::kill(pid, SIGKILL);
    at = end;
  }
}

}  // namespace

std::int64_t monotonic_us() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
}

SupervisedSessions::SupervisedSessions(int poll_set,
                                       std::function<void(const Reply&, Haste)> answer)
    : poll_set_(poll_set), answer_(std::move(answer)), most_sessions_(most_sessions()) {}

// --- starting ----------------------------------------------------------------------------------

void SupervisedSessions::launch(StartRequest& request) {
  if (by_key_.contains(request.key)) return lines_.leave(request.line.number);
  if (sessions_.size() >= most_sessions_) return put_off(request);
  Descriptor output;
  Descriptor child_output;
  if (!make_pipe(output, child_output)) return put_off(request);
  auto record = SessionRecordWriter::create(request.folder);
  if (!record.valid()) {
    const int error = errno;
    if (error == EEXIST) return answer_started_before(request);
    if (is_shortage(error) || error == ENOSPC || error == EDQUOT) return put_off(request);
    return refuse(request, record,
                  "attempt folder " + request.folder + ": " + std::strerror(error));
  }
  const Launch launched = launcher_.launch(request, child_output.get());
  if (launched.try_later()) {
    forget_record(request.folder);
    return put_off(request);
  }
  if (launched.pid == 0) return refuse(request, record, launched.message);
  watch(std::make_unique<Session>(Session{.key = request.key,
                                          .line = request.line.number,
                                          .pid = launched.pid,
                                          .log = CappedLog(request.folder + "/log"),
                                          .record = std::move(record),
                                          .output = std::move(output)}),
        launched.start_ticks);
}

void SupervisedSessions::put_off(StartRequest& request) {
  lines_.put_back(std::move(request));
  retry_at_ = monotonic_us() + retry_after_us;
}

void SupervisedSessions::refuse(const StartRequest& request, const SessionRecordWriter& record,
                                std::string message) {
  Finished end{.cause = {Cause::Kind::spawn_failed}, .message = std::move(message)};
  if (record.valid()) record.ended(end);
  lines_.leave(request.line.number);
  answer_(EndedReply{request.key, std::move(end)}, Haste::urgent);
}

void SupervisedSessions::answer_started_before(const StartRequest& request) {
  const auto record = read_record(request.folder);
  lines_.leave(request.line.number);
  if (record && record->end) {
    answer_(EndedReply{request.key, *record->end}, Haste::urgent);
  } else {
    answer_(GoneReply{request.key}, Haste::urgent);
  }
}

void SupervisedSessions::watch(std::unique_ptr<Session> session, std::uint64_t start_ticks) {
  const ProcessIdentity process{boot_id(), session->pid, start_ticks};
  session->record.started(process);
  if (!watch_output(*session)) unwatched_.insert(session->pid);
  by_key_[session->key] = session.get();
  answer_(SpawnedReply{session->key, process}, Haste::none);
  sessions_[session->pid] = std::move(session);
}

// --- output ------------------------------------------------------------------------------------

bool SupervisedSessions::watch_output(const Session& session) const {
  epoll_event interest{};
  interest.events = EPOLLIN;
  interest.data.u64 = static_cast<std::uint64_t>(session.pid);
  return ::epoll_ctl(poll_set_, EPOLL_CTL_ADD, session.output.get(), &interest) == 0;
}

/// What the poll set did not take is read in every turn until it does.
void SupervisedSessions::read_unwatched() {
  for (auto at = unwatched_.begin(); at != unwatched_.end();) {
    Session& session = *sessions_.at(*at);
    drain(session);
    const bool settled = !session.output.valid() || watch_output(session);
    at = settled ? unwatched_.erase(at) : std::next(at);
  }
}

void SupervisedSessions::read_output(pid_t pid) {
  const auto found = sessions_.find(pid);
  if (found == sessions_.end() || !found->second->output.valid()) return;
  drain(*found->second);
}

void SupervisedSessions::drain(Session& session) {
  for (std::size_t total = 0; total < read_at_once && session.output.valid();) {
    const auto count = ::read(session.output.get(), buffer_.data(), buffer_.size());
    if (count < 0) return;                   // nothing now
    if (count == 0) session.output.reset();  // every writer has closed it
    session.log.append({buffer_.data(), static_cast<std::size_t>(count)});
    total += static_cast<std::size_t>(count);
  }
}

// --- ending ------------------------------------------------------------------------------------

void SupervisedSessions::stop(const StopRequest& request) {
  if (lines_.remove(request.key)) {
    Finished end{.cause = {Cause::Kind::signal, SIGTERM},
                 .message = "stopped before it was started"};
    return answer_(EndedReply{request.key, std::move(end)}, Haste::urgent);
  }
  const auto found = by_key_.find(request.key);
  if (found == by_key_.end() || found->second->give_up_at != 0) return;  // its end is on its way
  Session& session = *found->second;
  const auto force_at = monotonic_us() + std::max<std::int64_t>(request.grace.us, 0);
  if (session.force_at == 0 && request.grace.us > 0) {
    ::kill(-session.pid, SIGTERM);
    ::kill(-session.pid, SIGCONT);  // a halted process would not hear it
  }
  session.force_at = session.force_at == 0 ? force_at : std::min(session.force_at, force_at);
  stopping_.insert(session.pid);
}

void SupervisedSessions::recall(const RecallRequest& request) {
  if (lines_.remove(request.key)) answer_(RecalledReply{request.key}, Haste::urgent);
}

void SupervisedSessions::reap() {
  for (;;) {
    siginfo_t ended{};
    if (::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid == 0) break;
    const auto found = sessions_.find(ended.si_pid);
    const bool is_main = found != sessions_.end() && found->second->give_up_at == 0;
    // Killed before it is reaped: until then the number cannot mean another group.
    if (is_main) ::kill(-ended.si_pid, SIGKILL);
    siginfo_t reaped{};
    ::waitid(P_PID, static_cast<id_t>(ended.si_pid), &reaped, WEXITED | WNOHANG);
    if (is_main) main_process_ended(*found->second, ended.si_code, ended.si_status);
  }
  for (auto at = lingering_.begin(); at != lingering_.end();) {
    finish_if_gone(*sessions_.at(*at++));
  }
}

void SupervisedSessions::main_process_ended(Session& session, int code, int status) {
  session.end = end_of(code, status);
  session.give_up_at = monotonic_us() + patience_us;
  stopping_.erase(session.pid);
  lingering_.insert(session.pid);
  finish_if_gone(session);
}

void SupervisedSessions::finish_if_gone(Session& session) {
  const bool gone = ::kill(-session.pid, 0) != 0;
  if (!gone && monotonic_us() < session.give_up_at) return;
  drain(session);
  session.log.finish();
  if (!gone) session.end.message = "some of its processes could not be ended";
  session.record.ended(session.end);
  lines_.leave(session.line);
  const bool good = session.end.cause.kind == Cause::Kind::none;
  answer_(EndedReply{session.key, std::move(session.end)},
          good && lines_.is_supplied(session.line) ? Haste::none : Haste::urgent);
  by_key_.erase(session.key);
  const pid_t pid = session.pid;
  lingering_.erase(pid);
  unwatched_.erase(pid);
  sessions_.erase(pid);
}

// --- time --------------------------------------------------------------------------------------

void SupervisedSessions::turn() {
  const auto now = monotonic_us();
  for (const pid_t pid : stopping_) {
    Session& session = *sessions_.at(pid);
    if (now < session.force_at) continue;
    ::kill(-pid, SIGKILL);
    session.force_at = now + patience_us;  // once is enough, but a fork may have been under way
  }
  if (!lingering_.empty()) reap();
  read_unwatched();
  if (now < retry_at_) return;
  retry_at_ = 0;
  if (auto request = lines_.next()) launch(*request);  // one: then outputs and ends have a turn
}

std::optional<std::int64_t> SupervisedSessions::next_turn() const {
  std::optional<std::int64_t> next;
  const auto at_latest = [&](std::int64_t at) { next = next ? std::min(*next, at) : at; };
  if (lines_.has_next()) at_latest(retry_at_);
  if (!lingering_.empty() || !unwatched_.empty()) {
    at_latest(monotonic_us() + look_again_after_us);
  }
  for (const pid_t pid : stopping_) at_latest(sessions_.at(pid)->force_at);
  return next;
}

// --- the end of the engine ---------------------------------------------------------------------

void SupervisedSessions::end_all() {
  lines_.clear();
  reap();  // what has ended by itself is recorded so
  for (const auto& [pid, session] : sessions_) ::kill(-pid, SIGKILL);
  for (auto until = monotonic_us() + 10 * patience_us; monotonic_us() < until;) {
    siginfo_t ended{};
    if (::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG) != 0) break;  // no children left
    if (ended.si_pid != 0) continue;
    kill_children();
    const timespec moment{.tv_sec = 0, .tv_nsec = 1'000'000};
    ::nanosleep(&moment, nullptr);
  }
  for (const auto& [pid, session] : sessions_) {
    drain(*session);
    session->log.finish();
    if (session->give_up_at == 0) {
      session->record.ended_with_engine();
    } else {
      session->record.ended(session->end);
    }
  }
  sessions_.clear();
}

}  // namespace headway::inline v0
