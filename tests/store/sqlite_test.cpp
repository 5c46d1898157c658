// SqliteStore and SqliteReader: the exam, the lock, forks, foreign and damaged files.
#include "../src/store/folder.hpp"
#include "../src/store/schema.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/forked_child.hpp"
#include "support/temporary_folder.hpp"

#include <headway/store/owner.hpp>
#include <headway/store/sqlite.hpp>
#include <headway/testing/store_exam.hpp>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <thread>

namespace hw = headway;
using Catch::Matchers::Contains;
using hw::testing::in_child;
using hw::testing::read_file;
using hw::testing::TemporaryFolder;
using hw::testing::write_file;

namespace {

hw::JobId fill(hw::Store& store) {
  const hw::JobId id = store.new_job_id();
  store.add(hw::testing::detail::exam_job(id, "night"), nullptr);
  store.append(hw::testing::detail::exam_events(id));
  store.flush();
  return id;
}

std::string message_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const hw::StoreError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

void query(const std::string& path, const char* sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  CHECK(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(db);
}

mode_t mode_of(const std::string& path) {
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 07777U;
}

}  // namespace

TEST_CASE("a store in SQLite passes the exam") {
  const auto durability = GENERATE(hw::Durability::full, hw::Durability::relaxed);
  const TemporaryFolder folder;
  int count = 0;
  const auto fresh = [&] {
    const std::string root = folder / std::to_string(++count);
    return hw::testing::OpenStore(
        [=] { return std::make_unique<hw::SqliteStore>(root, hw::SqliteOptions{durability}); });
  };
  for (const auto& exam : hw::testing::store_exam(fresh, hw::testing::Keeps::everything)) {
    INFO(exam.name);
    CHECK_NOTHROW(exam.check());
  }
}

TEST_CASE("a store is private whatever the umask") {
  const TemporaryFolder folder;
  const mode_t before = ::umask(0);
  hw::SqliteStore store(folder / "store");
  fill(store);
  ::umask(before);
  CHECK(mode_of(folder / "store") == 0700);
  for (const char* name : {"headway.db", "headway.db-wal", "headway.db-shm", "lock"}) {
    CHECK(mode_of(folder / "store/" + name) == 0600);
  }
}

TEST_CASE("a store can be read with a SQLite shell") {
  const TemporaryFolder folder;
  { fill(*std::make_unique<hw::SqliteStore>(folder.path())); }
  query(folder / "headway.db",
        "CREATE TEMP TABLE one(n CHECK(n = 1));"
        "INSERT INTO one SELECT count(*) FROM history WHERE event = 'attempt_ended' AND "
        "instance = 7 AND attempt = 1 AND cause = 'exit_code(3)' AND "
        "time = '2023-11-14T22:13:20.000Z' AND json_extract(body, '$.message') = 'exit code 3'");
}

TEST_CASE("a second engine is told which process has the store") {
  const TemporaryFolder folder;
  const hw::SqliteStore store(folder.path());
  CHECK_THROWS_AS(hw::SqliteStore(folder.path()), hw::StoreLocked);
  CHECK_THAT(message_of([&] { hw::SqliteStore second(folder.path()); }),
             Contains("pid " + std::to_string(::getpid())));
}

TEST_CASE("a store names its live engine and no other") {
  const TemporaryFolder folder;
  CHECK_FALSE(hw::store_owner(folder.path()));
  {
    const hw::SqliteStore store(folder.path());
    REQUIRE(hw::store_owner(folder.path()));
    CHECK(hw::store_owner(folder.path())->pid == ::getpid());
  }
  CHECK_FALSE(hw::store_owner(folder.path()));
}

TEST_CASE("an engine that died on a machine of another name is not taken for alive") {
  const TemporaryFolder folder;
  write_file(folder / "lock", R"({"pid": 7, "host": "elsewhere", "epoch": 3})");
  CHECK_FALSE(hw::store_owner(folder.path()));
  const hw::Descriptor lock(::open((folder / "lock").c_str(), O_RDWR | O_CLOEXEC));
  REQUIRE(::flock(lock.get(), LOCK_EX) == 0);
  REQUIRE(hw::store_owner(folder.path()));
  CHECK(hw::store_owner(folder.path())->host == "elsewhere");
}

TEST_CASE("an engine starts while others look who has the store") {
  const TemporaryFolder folder;
  const std::jthread looking([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) hw::store_owner(folder.path());
  });
  const auto open_often = [&] {
    for (int times = 0; times < 100; ++times) {
      const hw::SqliteStore store(folder.path(), {hw::Durability::relaxed});
    }
  };
  CHECK_NOTHROW(open_often());
}

TEST_CASE("each opening raises the epoch") {
  const TemporaryFolder folder;
  CHECK(hw::SqliteStore(folder.path()).epoch() == 1);
  CHECK(hw::SqliteStore(folder.path()).epoch() == 2);
}

TEST_CASE("an engine whose store was taken over keeps nothing more") {
  const TemporaryFolder folder;
  hw::SqliteStore store(folder.path());
  const hw::JobId id = fill(store);
  const auto before = store.durable();
  REQUIRE(::unlink((folder / "lock").c_str()) == 0);
  const hw::SqliteStore thief(folder.path());
  store.append(hw::testing::detail::exam_events(id));
  CHECK_THROWS_AS(store.flush(), hw::StoreFenced);
  CHECK_THROWS_AS(store.append(hw::testing::detail::exam_events(id)), hw::StoreFenced);
  CHECK(store.durable() == before);
}

TEST_CASE("a forked child may not use the store and leaves it unharmed") {
  const TemporaryFolder folder;
  auto store = std::make_unique<hw::SqliteStore>(folder.path());
  const hw::JobId id = fill(*store);
  const auto use = [&] {
    try {
      store->append(hw::testing::detail::exam_events(id));
    } catch (const hw::ForkedEngine&) {
      store.reset();
      return 7;
    }
    return 1;
  };
  CHECK(in_child(use) == 7);
  CHECK_THROWS_AS(hw::SqliteStore(folder.path()), hw::StoreLocked);
  store->append(hw::testing::detail::exam_events(id));
  CHECK_NOTHROW(store->flush());
}

TEST_CASE("a sleeping child of a killed engine does not keep the store locked") {
  const TemporaryFolder folder;
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  const int killed = in_child([&] {
    const hw::SqliteStore store(folder.path());
    const pid_t sleeper = ::fork();
    if (sleeper == 0) {
      char byte = 0;
      ::close(pipe[1]);
      ::_exit(static_cast<int>(::read(pipe[0], &byte, 1)));
    }
    return ::raise(SIGKILL);
  });
  CHECK(killed == 128 + SIGKILL);
  CHECK_FALSE(hw::store_owner(folder.path()));
  {
    const hw::SqliteStore store(folder.path());
    CHECK(store.epoch() == 2);
    CHECK_THROWS_AS(hw::SqliteStore(folder.path()), hw::StoreLocked);
  }
  CHECK(hw::SqliteStore(folder.path()).epoch() == 3);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST_CASE("a child forked while the store was open does not keep it locked once it is closed") {
  const TemporaryFolder folder;
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  auto store = std::make_unique<hw::SqliteStore>(folder.path());
  const pid_t sleeper = ::fork();
  if (sleeper == 0) {
    char byte = 0;
    ::close(pipe[1]);
    ::_exit(static_cast<int>(::read(pipe[0], &byte, 1)));
  }
  store.reset();
  CHECK(hw::SqliteStore(folder.path()).epoch() == 2);
  ::close(pipe[0]);
  ::close(pipe[1]);
  ::waitpid(sleeper, nullptr, 0);
}

TEST_CASE("a store of a newer headway is refused and left as it was") {
  const TemporaryFolder folder;
  { fill(*std::make_unique<hw::SqliteStore>(folder.path())); }
  const std::string path = folder / "headway.db";
  hw::write_meta(hw::Connection(path, hw::Access::write), "schema", "99");
  const std::string before = read_file(path);
  CHECK_THAT(message_of([&] { hw::SqliteStore store(folder.path()); }), Contains("newer headway"));
  CHECK_THAT(message_of([&] { return hw::SqliteReader(folder.path()).jobs().size(); }),
             Contains("newer headway"));
  CHECK(read_file(path) == before);
}

TEST_CASE("a database of another program is refused and left as it was") {
  const TemporaryFolder folder;
  const std::string path = folder / "headway.db";
  query(path, "CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)");
  const std::string before = read_file(path);
  CHECK_THAT(message_of([&] { hw::SqliteStore store(folder.path()); }),
             Contains("no store of headway"));
  CHECK(read_file(path) == before);
}

TEST_CASE("a file that is no database is refused") {
  const TemporaryFolder folder;
  write_file(folder / "headway.db", std::string(5000, 'x'));
  CHECK_THAT(message_of([&] { hw::SqliteStore store(folder.path()); }),
             Contains(folder / "headway.db"));
}

TEST_CASE("a file cut to nothing is not taken for a new store") {
  const TemporaryFolder folder;
  { fill(*std::make_unique<hw::SqliteStore>(folder.path())); }
  REQUIRE(::truncate((folder / "headway.db").c_str(), 0) == 0);
  CHECK_THROWS_AS(hw::SqliteStore(folder.path()), hw::StoreError);
  CHECK_THROWS_AS(hw::SqliteReader(folder.path()).jobs(), hw::StoreError);
}

TEST_CASE("a store is made where a rename always replaces") {
  const int error = GENERATE(EINVAL, ENOSYS);
  const TemporaryFolder folder;
  const auto make = [&] {
    if (!hw::testing::fail_always(SYS_renameat2, error)) return 2;
    return hw::SqliteStore(folder.path()).epoch() == 1 ? 0 : 1;
  };
  REQUIRE(in_child(make) == 0);
  CHECK(hw::SqliteStore(folder.path()).epoch() == 2);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    CHECK(entry.path().extension() != ".new");
  }
}

TEST_CASE("a folder that cannot be made gives its path") {
  const TemporaryFolder folder;
  write_file(folder / "file", "");
  CHECK_THAT(message_of([&] { hw::SqliteStore store(folder / "file/store"); }),
             Contains(folder / "file/store"));
}
