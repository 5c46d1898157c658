// The link's thread: starts the supervisor, sends what waits, hands replies on.
#include "supervisor_link.hpp"

#include "../base/signals_blocked.hpp"
#include "supervised_sessions.hpp"

#include <headway/base/error.hpp>
#include <headway/session/supervisor.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

namespace headway::inline v0 {
namespace {

constexpr std::int64_t patience_us = 15'000'000;
constexpr int ask_again_ms = 20;

[[noreturn]] void fail(const std::string& what) {
  throw SessionError(what + ": " + std::strerror(errno));
}

/// The socket's address by way of the folder's descriptor, as a path may have 107 bytes only.
sockaddr_un address_in(const Descriptor& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = "/proc/self/fd/" + std::to_string(folder.get()) + "/supervisor.sock";
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

struct SocketPair {
  Descriptor listening{};
  Descriptor connected{};
};

/// A listening socket in the folder and a connection to it, which waits for its accept.
SocketPair make_sockets(const std::string& folder) {
  const Descriptor directory(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) fail("cannot open " + folder);
  ::unlinkat(directory.get(), "supervisor.sock", 0);
  SocketPair sockets;
  sockets.listening.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockets.connected.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto address = address_in(directory);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const int listening = sockets.listening.get();
  if (::fchmod(listening, 0600) != 0 || ::bind(listening, generic, sizeof address) != 0 ||
      ::listen(listening, 1) != 0 ||
      ::connect(sockets.connected.get(), generic, sizeof address) != 0) {
    fail("cannot make the socket " + folder + "/supervisor.sock");
  }
  return sockets;
}

std::string describe(const siginfo_t& ended) {
  if (ended.si_pid == 0) return "the supervisor has ended";
  const std::string status = std::to_string(ended.si_status);
  return ended.si_code == CLD_EXITED ? "the supervisor has ended with exit code " + status
                                     : "the supervisor was killed by signal " + status;
}

}  // namespace

SupervisorLink::SupervisorLink(SupervisorOptions options, SupervisorListener& listener)
    : options_(std::move(options)),
      listener_(listener),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      buffer_(std::size_t{256} << 10U) {}

SupervisorLink::~SupervisorLink() { close(); }

// --- any thread --------------------------------------------------------------------------------

void SupervisorLink::send(std::string_view frames) {
  const std::lock_guard lock(mutex_);
  if (connection_.valid() && pending_.empty()) {
    const auto sent =
        ::send(connection_.get(), frames.data(), frames.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) frames.remove_prefix(static_cast<std::size_t>(sent));
  }
  if (frames.empty()) return;
  pending_ += frames;
  begin();
  wake();
}

void SupervisorLink::drop_unsent() {
  const std::lock_guard lock(mutex_);
  pending_.clear();
}

void SupervisorLink::after_predecessor(std::function<void(bool)> then) {
  const std::lock_guard lock(mutex_);
  questions_.push_back({std::move(then), monotonic_us() + patience_us});
  begin();
  wake();
}

void SupervisorLink::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake();
  if (thread_.joinable()) thread_.join();
}

/// Starts the thread.
void SupervisorLink::begin() {
  if (thread_.joinable()) return;
  const SignalsBlocked quiet;
  thread_ = std::thread([this] { serve(); });
}

void SupervisorLink::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

// --- the link's thread -------------------------------------------------------------------------

void SupervisorLink::serve() {
  while (turn()) {
  }
  if (connection_.valid()) leave();
}

bool SupervisorLink::turn() {
  bool waits = false;
  bool to_send = false;
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return false;
    to_send = !pending_.empty();
    waits = !questions_.empty() || (to_send && !connection_.valid());
  }
  if (waits) answer_questions();
  const bool held_up = waits && !predecessor_gone_;
  if (to_send && !held_up) send_pending();
  wait_for_news(to_send && connection_.valid(), held_up ? ask_again_ms : -1);
  return true;
}

bool SupervisorLink::predecessor_gone() {
  if (predecessor_gone_) return true;
  if (!lock_.valid()) {
    const std::string path = options_.folder + "/supervisor.lock";
    lock_.reset(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  }
  if (!lock_.valid() && is_shortage(errno)) return false;
  // Where the lock cannot be had at all, no supervisor has it either.
  predecessor_gone_ = !lock_.valid() || ::flock(lock_.get(), LOCK_EX | LOCK_NB) == 0;
  if (predecessor_gone_) lock_.reset();
  return predecessor_gone_;
}

void SupervisorLink::answer_questions() {
  const bool gone = predecessor_gone();
  const auto now = monotonic_us();
  std::vector<Question> due;
  {
    const std::lock_guard lock(mutex_);
    const auto first_due = std::stable_partition(
        questions_.begin(), questions_.end(),
        [&](const Question& question) { return !gone && now < question.give_up_at; });
    due.assign(std::make_move_iterator(first_due), std::make_move_iterator(questions_.end()));
    questions_.erase(first_due, questions_.end());
  }
  for (const auto& question : due) question.then(gone);
}

void SupervisorLink::open() {
  auto sockets = make_sockets(options_.folder);
  spawn(sockets.listening.get());
  process_.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  std::string first;
  encode(BaseEnvironment{options_.environment}, first);
  replies_ = FrameBuffer();
  served_ = false;
  const std::lock_guard lock(mutex_);
  pending_.insert(0, first);
  connection_ = std::move(sockets.connected);
}

void SupervisorLink::spawn(int listening) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, listening, supervisor_socket);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, supervisor_socket + 1);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  std::array<std::string, 3> words{options_.program, "supervise", options_.folder};
  std::array<char*, 4> argv{words[0].data(), words[1].data(), words[2].data(), nullptr};
  std::vector<char*> environment;
  for (auto& entry : options_.environment) environment.push_back(entry.data());
  environment.push_back(nullptr);
  errno = ::posix_spawn(&pid_, words[0].c_str(), &actions, &attributes, argv.data(),
                        environment.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (errno != 0) fail("cannot start the supervisor " + options_.program);
}

void SupervisorLink::send_pending() {
  if (!connection_.valid()) {
    try {
      open();
    } catch (const std::exception& problem) {
      return lose(problem.what());
    }
  }
  const std::lock_guard lock(mutex_);
  const auto sent =
      ::send(connection_.get(), pending_.data(), pending_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) pending_.erase(0, static_cast<std::size_t>(sent));
}

void SupervisorLink::wait_for_news(bool waiting_to_write, int timeout_ms) {
  std::array<pollfd, 2> sources{};
  sources[0] = {.fd = wake_.get(), .events = POLLIN, .revents = 0};
  sources[1] = {.fd = connection_.get(), .events = POLLIN, .revents = 0};
  if (waiting_to_write) sources[1].events |= POLLOUT;
  if (::poll(sources.data(), sources.size(), timeout_ms) <= 0) return;
  if (sources[0].revents != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto read = ::read(wake_.get(), &count, sizeof count);
  }
  if ((sources[1].revents & (POLLIN | POLLHUP | POLLERR)) != 0) receive();
}

void SupervisorLink::receive() {
  const auto count = ::recv(connection_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    const std::string doubt = "; is " + options_.program + " the headway program?";
    return lose(leave() + (served_ ? "" : doubt));
  }
  served_ = true;
  replies_.append({buffer_.data(), static_cast<std::size_t>(count)});
  while (const auto frame = replies_.next()) {
    const auto reply = decode_reply(*frame);
    if (!reply) return lose("the supervisor " + options_.program + " is of another version");
    listener_.replied(*reply);
  }
}

void SupervisorLink::lose(const std::string& message) {
  if (connection_.valid()) leave();
  listener_.supervisor_ended(message, served_);
  served_ = false;
}

/// Hangs up, waits for the supervisor's end and takes its exit status, which says why.
std::string SupervisorLink::leave() {
  {
    const std::lock_guard lock(mutex_);
    // Also where a forked child of this process holds a copy of the descriptor.
    ::shutdown(connection_.get(), SHUT_RDWR);
    connection_.reset();
  }
  pollfd ended{.fd = process_.get(), .events = POLLIN, .revents = 0};
  int patience_ms = static_cast<int>(patience_us / 1000);
  if (!process_.valid()) return "the supervisor has ended";
  while (::poll(&ended, 1, patience_ms) == 0) {
    ::syscall(SYS_pidfd_send_signal, process_.get(), SIGKILL, nullptr, 0);
    patience_ms = -1;
  }
  siginfo_t info{};
  ::waitid(P_PIDFD, static_cast<id_t>(process_.get()), &info, WEXITED | WNOHANG);
  process_.reset();
  return describe(info);
}

}  // namespace headway::inline v0
