// Telling people outside: nobody who does not answer holds anything up.
#include "../src/run/notify.hpp"
#include "../src/run/http_post.hpp"
#include "support/catch.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

using namespace headway;

namespace {

/// Takes connections, and says nothing.
class SilentServer {
 public:
  SilentServer() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    auto* address = reinterpret_cast<sockaddr*>(&here);
    REQUIRE(::bind(fd_, address, size) == 0);
    REQUIRE(::listen(fd_, 8) == 0);
    REQUIRE(::getsockname(fd_, address, &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(here.sin_port)) + "/";
  }
  ~SilentServer() { ::close(fd_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  int fd_;
  std::string url_;
};

template <class Act>
double seconds_of(const Act& act) {
  const auto began = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

TEST_CASE("a receiver that never answers is left after the limit") {
  const SilentServer silent;
  const double took =
      seconds_of([&] { CHECK_FALSE(http_post(silent.url(), "{}", 300_ms, std::stop_token())); });
  CHECK(took < 5);
}

TEST_CASE("a message on its way ends soon after it is asked to") {
  const SilentServer silent;
  std::jthread sender;
  const double took = seconds_of([&] {
    sender = std::jthread(
        [&](const std::stop_token& stop) { http_post(silent.url(), "{}", 60_s, stop); });
    sender.request_stop();
    sender.join();
  });
  CHECK(took < 5);
}

TEST_CASE("an engine does not wait at its end for a receiver that never answers") {
  const SilentServer silent;
  const double took = seconds_of([&] {
    Notifier notifier;
    notifier.send({{silent.url(), "{}"}, {silent.url(), "{}"}});
  });
  CHECK(took < 7);  // the farewell is two seconds
}
