// A store whose engine is killed, or whose disk is full.
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <headway/store/sqlite.hpp>
#include <headway/testing/store_exam.hpp>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>

namespace hw = headway;
using Catch::Matchers::Contains;
using hw::testing::TemporaryFolder;

namespace {

std::vector<hw::Event> numbered(hw::JobId job, std::uint32_t first, std::uint32_t count) {
  std::vector<hw::Event> events;
  for (std::uint32_t i = first; i < first + count; ++i) {
    events.push_back({{i}, job, hw::AttemptIntended{{i}, 1}});
  }
  return events;
}

/// Appends three events at a time for ever, telling `out` what is durable after each commit.
[[noreturn]] void append_for_ever(const std::string& root, hw::JobId job, int out) {
  hw::SqliteStore store(root);
  store.add(hw::testing::detail::exam_job(job, "night"), nullptr);
  store.on_durable([&] {
    const std::uint64_t place = store.durable().value;
    if (::write(out, &place, sizeof place) < 0) ::_exit(1);
  });
  for (std::uint32_t next = 0;; next += 3) {
    store.append(numbered(job, next, 3));
    if (next % 300 == 0) store.flush();
  }
}

/// Kills such an engine after `commits` of them and gives what it last said was durable.
std::uint64_t kill_after(const std::string& root, hw::JobId job, int commits) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t engine = ::fork();
  if (engine == 0) append_for_ever(root, job, pipe[1]);
  ::close(pipe[1]);
  std::uint64_t told = 0;
  std::uint64_t place = 0;
  while (::read(pipe[0], &place, sizeof place) == sizeof place) {
    told = place;
    if (--commits == 0) ::kill(engine, SIGKILL);
  }
  ::close(pipe[0]);
  ::waitpid(engine, nullptr, 0);
  return told;
}

/// The first events of an endless engine: in whole calls of three, each in its place.
void check_prefix(const std::vector<hw::Event>& events, std::uint64_t told) {
  CHECK(events.size() >= told);
  CHECK(events.size() % 3 == 0);
  for (std::uint32_t i = 0; i < events.size(); ++i) {
    REQUIRE(std::get<hw::AttemptIntended>(events[i].fact).instance.value == i);
  }
}

}  // namespace

TEST_CASE("whatever was told to be durable is there after a kill") {
  const int commits = GENERATE(1, 2, 7, 40, 150);
  const TemporaryFolder folder;
  const hw::JobId job{1000};
  const std::uint64_t told = kill_after(folder.path(), job, commits);
  REQUIRE(told > 0);
  const hw::SqliteReader reader(folder.path());
  check_prefix(reader.events(job, nullptr), told);
  CHECK(reader.jobs().size() == 1);
  hw::SqliteStore store(folder.path());
  check_prefix(store.events(job, nullptr), told);
  const auto last = store.durable();
  CHECK(store.append(numbered(job, 0, 1)) == hw::Sequence{last.value + 1});
  CHECK_NOTHROW(store.flush());
}

TEST_CASE("a full disk gives an error with the path and keeps what was durable") {
  const TemporaryFolder folder;
  if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=1m") != 0) {
    WARN("no right to mount a small file system; the limit on file size stands in for it");
    return;
  }
  {
    hw::SqliteStore store(folder / "store");
    const hw::JobId job{1};
    store.add(hw::testing::detail::exam_job(job, "night"), nullptr);
    store.append(numbered(job, 0, 10));
    store.flush();
    int woken = 0;
    store.on_durable([&] { ++woken; });
    const auto large =
        std::make_shared<const hw::Values>(hw::Values{{"text", std::string(4U << 20U, 'x')}});
    store.append(std::vector{hw::Event{{}, job, hw::AttemptEnded{{}, 1, {}, large, "", ""}}});
    CHECK_THROWS_WITH(store.flush(), Contains(folder / "store/headway.db") && Contains("full"));
    CHECK_THROWS_AS(store.append(numbered(job, 0, 1)), hw::StoreError);
    store.on_durable({});
    CHECK(woken == 1);
    CHECK(store.durable() == hw::Sequence{10});
    CHECK(store.events(job, nullptr).size() == 10);
  }
  { CHECK(hw::SqliteStore(folder / "store").events(hw::JobId{1}, nullptr).size() == 10); }
  CHECK(::umount(folder.path().c_str()) == 0);
}

TEST_CASE("a limit on the size of files gives an error with the path") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    hw::SqliteStore store(folder.path());
    const rlimit limit{200'000, 200'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      for (std::uint32_t i = 0; i < 100'000; ++i) store.append(numbered({1}, i, 10));
      store.flush();
    } catch (const hw::StoreError& error) {
      ::_exit(std::string(error.what()).find(folder / "headway.db") == std::string::npos ? 1 : 42);
    }
    ::_exit(2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 42);
}
