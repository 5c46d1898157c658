// Stores of older versions: brought up to date when an engine opens them, with a copy kept.
#include "../src/store/migration.hpp"

#include "../src/store/schema.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/store/sqlite.hpp>
#include <headway/testing/store_exam.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace headway;
using namespace headway::testing;

namespace {

constexpr JobId golden_job{0x123456789};

/// As the version with schema 4 wrote it: one job, and one fact of every kind it knew.
std::string write_golden(const TemporaryFolder& folder) {
  std::string path = folder / "headway.db";
  write_file(path, "");
  Connection connection(path, Access::write);
  connection.execute(read_file(std::string(GOLDEN_STORES) + "/schema4.sql").c_str());
  return path;
}

std::vector<Event> golden_events() {
  std::vector<Fact> facts = testing::detail::exam_facts();
  std::erase_if(facts,
                [](const Fact& fact) { return std::holds_alternative<InstanceKeyed>(fact); });
  return testing::detail::exam_events(golden_job, facts);
}

void expect_golden(const StoreReader& store) {
  JobRecord record = testing::detail::exam_job(golden_job, "night");
  CHECK(store.jobs() == std::vector{record});
  testing::detail::expect_equal(store.events(golden_job, testing::detail::exam_pipeline_job()),
                                golden_events());
}

std::int64_t schema_in(const std::string& path) {
  return schema_of(Connection(path, Access::read));
}

}  // namespace

TEST_CASE("an older store is migrated with all that it remembers") {
  const TemporaryFolder folder;
  const std::string path = write_golden(folder);
  {
    SqliteStore store(folder.path());
    expect_golden(store);
    store.keep(testing::detail::exam_result(golden_job, 7));
    store.append(testing::detail::exam_events(golden_job, {JobResumed{}}));
  }
  CHECK(schema_in(path) == schema_version);
  SqliteStore store(folder.path());
  testing::detail::expect_result(store, testing::detail::exam_result(golden_job, 7));
  CHECK(store.events(golden_job, testing::detail::exam_pipeline_job()).size() ==
        golden_events().size() + 1);
}

TEST_CASE("a copy of what an older store was is kept private to the user") {
  const TemporaryFolder folder;
  const std::string path = write_golden(folder);
  const std::string copy = copy_of(Connection(path, Access::read));
  { const SqliteStore store(folder.path()); }
  using std::filesystem::perms;
  CHECK(std::filesystem::status(copy).permissions() == (perms::owner_read | perms::owner_write));
  CHECK(schema_in(copy) == 4);
  const TemporaryFolder restored;
  std::filesystem::copy_file(copy, restored / "headway.db");
  expect_golden(SqliteReader(restored.path()));
  std::filesystem::remove(copy);
  { const SqliteStore store(folder.path()); }
  CHECK_FALSE(std::filesystem::exists(copy));  // once it is up to date there is nothing to keep
}

TEST_CASE("a copy that was cut short is made anew") {
  const TemporaryFolder folder;
  const std::string path = write_golden(folder);
  const std::string copy = copy_of(Connection(path, Access::read));
  write_file(copy, "half a copy");
  { const SqliteStore store(folder.path()); }
  CHECK(schema_in(copy) == 4);
}

TEST_CASE("an older store can be read before it is migrated and stays as it was") {
  const TemporaryFolder folder;
  const std::string path = write_golden(folder);
  const std::string before = read_file(path);
  expect_golden(SqliteReader(folder.path()));
  CHECK(read_file(path) == before);
}
