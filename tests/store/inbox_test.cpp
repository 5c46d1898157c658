// The inbox of a store.
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/forked_child.hpp"
#include "support/temporary_folder.hpp"

#include <headway/base/error.hpp>
#include <headway/store/inbox.hpp>

#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace hw = headway;
using hw::testing::TemporaryFolder;
using hw::testing::write_file;

namespace {

bool readable(int fd) {
  pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, 0) == 1;
}

}  // namespace

TEST_CASE("requests come back whole and oldest first") {
  const TemporaryFolder folder;
  hw::write_request(folder.path(), {.kind = "cancel", .job = {9}, .fields = {}, .time = {20}});
  hw::write_request(folder.path(),
                    {.kind = "approve", .job = {8}, .fields = {{"by", "a\n\"b"}}, .time = {10}});
  const auto requests = hw::read_requests(folder.path());
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].kind == "approve");
  CHECK(requests[0].job == hw::JobId{8});
  CHECK(requests[0].fields.at("by") == "a\n\"b");
  CHECK(requests[0].time == hw::Instant{10});
  CHECK(requests[1].kind == "cancel");
}

TEST_CASE("a request that is handled is gone and may be removed again") {
  const TemporaryFolder folder;
  hw::write_request(folder.path(), {.kind = "cancel", .job = {9}, .fields = {}, .time = {20}});
  const auto requests = hw::read_requests(folder.path());
  REQUIRE(requests.size() == 1);
  hw::remove_request(folder.path(), requests[0]);
  CHECK_NOTHROW(hw::remove_request(folder.path(), requests[0]));
  CHECK(hw::read_requests(folder.path()).empty());
}

TEST_CASE("a store without an inbox has no requests and gets none by reading") {
  const TemporaryFolder folder;
  CHECK(hw::read_requests(folder.path()).empty());
  CHECK(hw::read_requests(folder / "none").empty());
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("what is no request is set aside") {
  const char* const text =
      GENERATE("", "{", "[]", "null", "{\"kind\":\"cancel\"}", "\xff\xfe",
               R"({"kind":"cancel","job":"../../etc","fields":{},"time_us":1})",
               R"({"kind":"can cel","job":"00000001","fields":{},"time_us":1})",
               R"({"kind":"cancel","job":"00000001","fields":{"a":1},"time_us":1})",
               R"({"kind":"cancel","job":"00000001","fields":{},"time_us":"1"})",
               R"({"kind":"cancel","job":"00000001","fields":{},"time_us":99999999999999999999})");
  const TemporaryFolder folder;
  write_file(folder / "inbox/1.json", text);
  INFO(text);
  CHECK(hw::read_requests(folder.path()).empty());
  CHECK(std::filesystem::exists(folder / "inbox/1.json.bad"));
  CHECK_FALSE(std::filesystem::exists(folder / "inbox/1.json"));
}

TEST_CASE("what a killed writer left half written is set aside once nobody can be writing it") {
  const TemporaryFolder folder;
  write_file(folder / "inbox/.old.json", "{\"kind\":");
  write_file(folder / "inbox/.new.json", "{\"kind\":");
  const auto now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(folder / "inbox/.old.json", now - std::chrono::hours(1));
  CHECK(hw::request_files(folder.path()).empty());
  CHECK(hw::broken_requests(folder.path()) == std::vector{folder / "inbox/old.json.bad"});
  CHECK(std::filesystem::exists(folder / "inbox/.new.json"));
}

TEST_CASE("a request that cannot be read now is read later") {
  const TemporaryFolder folder;
  const auto file = hw::write_request(folder.path(), {.kind = "run", .job = {9}, .time = {20}});
  rlimit files{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = files.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  const auto now = hw::read_request(folder.path(), file);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &files) == 0);
  CHECK_FALSE(now);
  CHECK(hw::read_request(folder.path(), file));
}

TEST_CASE("no request starves behind many that stay") {
  const TemporaryFolder folder;
  const std::string text = R"({"kind":"cancel","job":"00000001","fields":{},"time_us":1})";
  for (int i = 0; i < 10'500; ++i) {
    write_file(folder / "inbox/" + std::to_string(100'000 + i) + ".json", text);
  }
  const auto last = hw::write_request(folder.path(), {.kind = "run", .job = {9}, .time = {20}});
  std::filesystem::rename(folder / "inbox/" + last, folder / "inbox/999999.json");
  const auto files = hw::request_files(folder.path());
  REQUIRE(files.size() == 10'501);
  CHECK(std::is_sorted(files.begin(), files.end()));
  CHECK(hw::read_requests(folder.path()).back().kind == "run");
}

TEST_CASE("hostile things in the inbox are set aside without being opened") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "inbox/folder.json");
  write_file(folder / "elsewhere", "{}");
  std::filesystem::create_symlink(folder / "elsewhere", folder / "inbox/link.json");
  REQUIRE(::mkfifo((folder / "inbox/fifo.json").c_str(), 0600) == 0);
  write_file(folder / "inbox/deep.json", std::string(500'000, '['));
  write_file(folder / "inbox/large.json", std::string(2U << 20U, ' '));
  write_file(folder / "inbox/.half.json", "{");
  CHECK(hw::read_requests(folder.path()).empty());
  for (const char* name : {"folder", "link", "fifo", "deep", "large"}) {
    CHECK(std::filesystem::symlink_status(folder / "inbox/" + name + ".json.bad").type() !=
          std::filesystem::file_type::not_found);
  }
}

TEST_CASE("a watch tells of a new request until it is cleared") {
  const TemporaryFolder folder;
  hw::InboxWatch watch(folder.path());
  CHECK_FALSE(readable(watch.fd()));
  CHECK_FALSE(watch.clear());
  hw::write_request(folder.path(), {.kind = "cancel", .job = {9}, .fields = {}, .time = {20}});
  CHECK(readable(watch.fd()));
  CHECK(watch.clear());
  CHECK_FALSE(readable(watch.fd()));
}

TEST_CASE("an inbox that cannot be watched names the limit that was reached") {
  const auto [call, error, limit] = GENERATE(Catch::Generators::table<long, int, const char*>(
      {{SYS_inotify_init1, EMFILE, "sysctl fs.inotify.max_user_instances"},
       {SYS_inotify_add_watch, ENOSPC, "sysctl fs.inotify.max_user_watches"}}));
  const TemporaryFolder folder;
  const auto watch = [&, call = call, error = error, limit = limit] {
    if (!hw::testing::fail_always(call, error)) return 2;
    try {
      const hw::InboxWatch never(folder.path());
    } catch (const hw::StoreError& told) {
      return std::string(told.what()).find(limit) != std::string::npos ? 0 : 1;
    }
    return 3;
  };
  CHECK(hw::testing::in_child(watch) == 0);
}

TEST_CASE("who leaves a request can see whether it still lies there") {
  const TemporaryFolder folder;
  const auto file = hw::write_request(folder.path(), {.kind = "run", .job = {9}, .time = {20}});
  CHECK(hw::has_request(folder.path(), file));
  hw::remove_request(folder.path(), hw::read_requests(folder.path()).front());
  CHECK_FALSE(hw::has_request(folder.path(), file));
  CHECK_FALSE(hw::take_refusal(folder.path(), file));
}

TEST_CASE("a refused request is gone and its reason is told once") {
  const TemporaryFolder folder;
  const auto file = hw::write_request(folder.path(), {.kind = "run", .job = {9}, .time = {20}});
  hw::refuse_request(folder.path(), hw::read_requests(folder.path()).front(), "too\nwide");
  CHECK_FALSE(hw::has_request(folder.path(), file));
  CHECK(hw::read_requests(folder.path()).empty());
  CHECK(hw::take_refusal(folder.path(), file) == "too\nwide");
  CHECK_FALSE(hw::take_refusal(folder.path(), file));
  CHECK(std::filesystem::is_empty(folder / "inbox"));
}

TEST_CASE("names that lead out of the inbox are no requests") {
  const TemporaryFolder folder;
  const char* const name = GENERATE("", "../lock", "a/b.json");
  CHECK_THROWS_AS(hw::has_request(folder.path(), name), hw::StoreError);
  CHECK_THROWS_AS(hw::take_refusal(folder.path(), name), hw::StoreError);
}
