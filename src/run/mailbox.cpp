// The mailbox on an eventfd.
#include "mailbox.hpp"

#include <headway/base/error.hpp>

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace headway::inline v0 {

Mailbox::Mailbox() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) throw Error(std::string("cannot make an eventfd: ") + std::strerror(errno));
}

Mailbox::~Mailbox() { ::close(fd_); }

void Mailbox::report(const SessionKey& key, SessionReport report) {
  put(std::pair{key, std::move(report)});
}

void Mailbox::report_all(std::span<SessionNews> news) {
  const std::lock_guard lock(mutex_);
  for (SessionNews& told : news) letters_.emplace_back(std::move(told));
  ring();
}

void Mailbox::nodes_changed(std::vector<Node> nodes) { put(std::move(nodes)); }

void Mailbox::put(Letter letter) {
  const std::lock_guard lock(mutex_);
  letters_.push_back(std::move(letter));
  ring();
}

void Mailbox::wake() {
  const std::lock_guard lock(mutex_);
  ring();
}

void Mailbox::ring() {
  if (ringing_) return;  // one write however many letters
  ringing_ = true;
  ::eventfd_write(fd_, 1);
}

std::vector<Letter> Mailbox::take() {
  const std::lock_guard lock(mutex_);
  if (ringing_) {
    eventfd_t count = 0;
    ::eventfd_read(fd_, &count);
    ringing_ = false;
  }
  return std::exchange(letters_, {});
}

}  // namespace headway::inline v0
