// SqliteReader: reading beside an engine, after one, and where there is nothing.
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/store/sqlite.hpp>
#include <headway/testing/store_exam.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

namespace hw = headway;
using hw::testing::TemporaryFolder;

namespace {

constexpr hw::JobId job{5};

void fill(hw::Store& store) {
  store.add(hw::testing::detail::exam_job(job, "night"), nullptr);
  store.append(hw::testing::detail::exam_events(job));
  store.flush();
}

/// Fills a store in another process, which then dies without closing it.
void fill_and_die(const std::string& root) {
  const pid_t engine = ::fork();
  if (engine == 0) {
    hw::SqliteStore store(root);
    fill(store);
    ::raise(SIGKILL);
  }
  ::waitpid(engine, nullptr, 0);
}

}  // namespace

TEST_CASE("a store that does not exist has no jobs and is not made by reading") {
  const TemporaryFolder folder;
  const hw::SqliteReader reader(folder / "none");
  CHECK(reader.jobs().empty());
  CHECK(reader.events(job, nullptr).empty());
  CHECK(reader.id() == hw::StoreId{});
  CHECK_FALSE(std::filesystem::exists(folder / "none"));
}

TEST_CASE("a reader sees a store that appears later and follows its engine") {
  const TemporaryFolder folder;
  const hw::SqliteReader reader(folder / "store");
  CHECK(reader.jobs().empty());
  hw::SqliteStore store(folder / "store");
  fill(store);
  CHECK(reader.id() == store.id());
  CHECK(reader.jobs() == store.jobs());
  std::vector<hw::Event> seen;
  const hw::Sequence place = reader.follow(job, nullptr, {}, seen);
  store.append(std::vector{hw::Event{{9}, job, hw::JobResumed{}}});
  store.flush();
  CHECK(reader.follow(job, nullptr, place, seen) == store.durable());
  CHECK(seen.size() == hw::testing::detail::exam_events(job).size() + 1);
}

TEST_CASE("a reader sees all that a killed engine wrote and leaves its log alone") {
  const TemporaryFolder folder;
  fill_and_die(folder.path());
  const std::string log = hw::testing::read_file(folder / "headway.db-wal");
  REQUIRE_FALSE(log.empty());
  const hw::SqliteReader reader(folder.path());
  CHECK(reader.events(job, nullptr).size() == hw::testing::detail::exam_events(job).size());
  std::filesystem::remove(folder / "headway.db-shm");
  CHECK(reader.events(job, nullptr).size() == hw::testing::detail::exam_events(job).size());
  CHECK(hw::testing::read_file(folder / "headway.db-wal") == log);
}

TEST_CASE("a reader sees a closed store") {
  const TemporaryFolder folder;
  {
    hw::SqliteStore store(folder.path());
    fill(store);
  }
  CHECK(hw::SqliteReader(folder.path()).jobs().size() == 1);
}
