// The supervisor process: one engine's requests in, reports out, children between.
#include "../base/descriptor.hpp"
#include "frame.hpp"
#include "supervised_sessions.hpp"

#include <headway/base/error.hpp>
#include <headway/session/supervisor.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace headway::inline v0 {
namespace {

// Data of the poll set; any other number is the pid of a session whose output can be read.
constexpr std::uint64_t request_data = ~std::uint64_t{0};
constexpr std::uint64_t signal_data = request_data - 1;
constexpr std::uint64_t engine_end_data = request_data - 2;
// So long may a reply that nobody waits for be held back, to travel with others in one write.
constexpr std::int64_t report_delay_us = 2'000;
constexpr std::int64_t send_again_after_us = 20'000;

/// Dispositions and mask as a session must find them, but for what the signal descriptor takes.
Descriptor take_signals() {
  for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_DFL);
  sigset_t taken;
  sigemptyset(&taken);
  for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT}) sigaddset(&taken, signal);
  ::sigprocmask(SIG_SETMASK, &taken, nullptr);
  return Descriptor(::signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK));
}

/// Waits until an earlier supervisor of this folder has ended its sessions.
Descriptor take_lock(const std::string& folder) {
  const std::string path = folder + "/supervisor.lock";
  Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  while (lock.valid() && ::flock(lock.get(), LOCK_EX) != 0) {
    if (errno != EINTR) lock.reset();
  }
  return lock;
}

pid_t peer_of(int connection) {
  ucred peer{};
  socklen_t size = sizeof peer;
  const bool known = ::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
  return known && peer.uid == ::geteuid() ? peer.pid : 0;
}

/// The first connection of this user; the socket takes no other after it.
Descriptor accept_engine() {
  const Descriptor listening(supervisor_socket);
  ::fcntl(listening.get(), F_SETFD, FD_CLOEXEC);
  for (;;) {
    Descriptor connection(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.valid() && peer_of(connection.get()) != 0) return connection;
    if (!connection.valid() && errno != EINTR && errno != ECONNABORTED) return connection;
  }
}

/// The engine's process: its end counts even when a forked child of it holds the connection open.
/// None when it has ended already: whoever spawned us has connected before.
Descriptor watch_engine(int connection) {
  const pid_t engine = peer_of(connection);
  if (engine != ::getppid()) return {};
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, engine, 0)));
}

class Supervisor {
 public:
  explicit Supervisor(Descriptor connection)
      : poll_set_(::epoll_create1(EPOLL_CLOEXEC)),
        connection_(std::move(connection)),
        sessions_(poll_set_.get(),
                  [this](const Reply& reply, Haste haste) { answer(reply, haste); }) {}

  int serve() {
    const Descriptor signals = take_signals();
    const Descriptor engine = watch_engine(connection_.get());
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    add(connection_.get(), request_data);
    add(signals.get(), signal_data);
    add(engine.get(), engine_end_data);
    leaving_ = !engine.valid();
    answer(ReadyReply{}, Haste::urgent);
    while (!leaving_) turn(signals.get());
    sessions_.end_all();
    return 0;
  }

 private:
  void add(int fd, std::uint64_t data) const {
    epoll_event interest{};
    interest.events = EPOLLIN;
    interest.data.u64 = data;
    ::epoll_ctl(poll_set_.get(), EPOLL_CTL_ADD, fd, &interest);
  }

  void turn(int signals) {
    std::array<epoll_event, 64> events{};
    const int count = ::epoll_wait(poll_set_.get(), events.data(), static_cast<int>(events.size()),
                                   patience_ms());
    bool asked = false;
    bool signalled = false;
    for (int i = 0; i < count; ++i) {
      const auto data = events[static_cast<std::size_t>(i)].data.u64;
      switch (data) {
        case request_data: asked = true; break;
        case signal_data: signalled = true; break;
        case engine_end_data: leaving_ = true; break;
        default: sessions_.read_output(static_cast<pid_t>(data));
      }
    }
    if (signalled) take_signal(signals);
    if (asked) receive();
    if (urgent_) flush();  // before a start, which takes a while
    sessions_.turn();
    flush();
  }

  void take_signal(int signals) {
    std::array<signalfd_siginfo, 8> taken{};  // more wait: the poll set tells again
    const auto size = ::read(signals, taken.data(), sizeof taken);
    for (std::size_t i = 0; size > 0 && i < static_cast<std::size_t>(size) / sizeof taken[0]; ++i) {
      if (taken[i].ssi_signo != SIGCHLD) leaving_ = true;
    }
    sessions_.reap();
  }

  void receive() {
    const auto count = ::recv(connection_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      leaving_ = true;
      return;
    }
    requests_.append({buffer_.data(), static_cast<std::size_t>(count)});
    while (const auto frame = requests_.next()) take(decode_request(*frame));
  }

  void take(std::optional<Request> request) {
    if (!request) {
      leaving_ = true;  // not a language we share
    } else if (auto* start = std::get_if<StartRequest>(&*request)) {
      sessions_.start(std::move(*start));
    } else if (const auto* stop = std::get_if<StopRequest>(&*request)) {
      sessions_.stop(*stop);
    } else if (const auto* recall = std::get_if<RecallRequest>(&*request)) {
      sessions_.recall(*recall);
    } else {
      sessions_.set_base(std::move(std::get<BaseEnvironment>(*request)));
    }
  }

  void answer(const Reply& reply, Haste haste) {
    if (replies_.empty()) oldest_reply_ = monotonic_us();
    urgent_ = urgent_ || haste == Haste::urgent;
    encode(reply, replies_);
  }

  /// Replies that nobody waits for wait a moment for what comes after them.
  void flush() {
    if (replies_.empty()) return;
    if (!urgent_ && monotonic_us() - oldest_reply_ < report_delay_us) return;
    const auto sent =
        ::send(connection_.get(), replies_.data(), replies_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) leaving_ = true;
    if (sent > 0) replies_.erase(0, static_cast<std::size_t>(sent));
    urgent_ = false;
    if (!replies_.empty()) oldest_reply_ = monotonic_us() + send_again_after_us;
  }

  [[nodiscard]] int patience_ms() const {
    auto next = sessions_.next_turn();
    if (!replies_.empty()) {
      const auto due = oldest_reply_ + report_delay_us;
      next = next ? std::min(*next, due) : due;
    }
    if (!next) return -1;
    constexpr std::int64_t longest_ms = 60'000;
    const auto wait_us = std::max<std::int64_t>(*next - monotonic_us(), 0);
    return static_cast<int>(std::min((wait_us + 999) / 1000, longest_ms));
  }

  Descriptor poll_set_;
  Descriptor connection_;
  SupervisedSessions sessions_;
  std::vector<char> buffer_ = std::vector<char>(std::size_t{256} << 10U);
  FrameBuffer requests_{};
  std::string replies_{};          // encoded, not sent yet
  std::int64_t oldest_reply_ = 0;  // when the first of them was made
  bool urgent_ = false;            // someone waits for one of them
  bool leaving_ = false;
};

bool is_listening_socket(int fd) {
  int listening = 0;
  socklen_t size = sizeof listening;
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

}  // namespace

int supervise(const std::string& folder) {
  if (!is_listening_socket(supervisor_socket)) {
    throw SessionError("a supervisor is started by headway itself, not by hand");
  }
  const Descriptor lock = take_lock(folder);
  if (!lock.valid()) throw SessionError("cannot lock " + folder + "/supervisor.lock");
  Descriptor connection = accept_engine();
  return connection.valid() ? Supervisor(std::move(connection)).serve() : 0;
}

}  // namespace headway::inline v0
