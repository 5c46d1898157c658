// Whether an earlier supervisor is gone.
#include "support/catch.hpp"
#include "support/local_sessions.hpp"

#include "supervisor_link.hpp"

#include <atomic>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

using namespace headway;
using namespace headway::testing;

namespace {

class Deaf final : public SupervisorListener {
  void replied(const Reply& /*reply*/) override {}
  void supervisor_ended(const std::string& /*message*/, bool /*served*/) override {}
};

/// No descriptor can be opened while this lives.
class NoDescriptorLeft {
 public:
  NoDescriptorLeft() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit none{.rlim_cur = 0, .rlim_max = before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptorLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptorLeft(const NoDescriptorLeft&) = delete;
  NoDescriptorLeft& operator=(const NoDescriptorLeft&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

#ifndef __SANITIZE_ADDRESS__  // looks at memory through a pipe, for which there is no descriptor
TEST_CASE("a lock that cannot be opened for want of descriptors does not count as gone") {
  TemporaryFolder folder;
  const std::string path = folder / "supervisor.lock";
  Descriptor earlier(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  REQUIRE(::flock(earlier.get(), LOCK_EX) == 0);
  Deaf listener;
  SupervisorLink link({.folder = folder.path()}, listener);
  std::atomic<int> answers = 0;
  {
    const NoDescriptorLeft shortage;
    link.after_predecessor([&](bool gone) { answers += gone ? 1 : 100; });
    sleep_ms(100);
    CHECK(answers == 0);
  }
  sleep_ms(50);
  CHECK(answers == 0);
  earlier.reset();
  CHECK(eventually([&] { return answers == 1; }));
  link.close();
}
#endif
