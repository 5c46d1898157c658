// A store whose file was damaged: errors, never a crash, never a changed event.
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/store/sqlite.hpp>
#include <headway/testing/store_exam.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <random>

namespace hw = headway;
using hw::testing::read_file;
using hw::testing::TemporaryFolder;
using hw::testing::write_file;

namespace {

constexpr hw::JobId job{77};

std::vector<hw::Event> many_events() {
  std::vector<hw::Event> events;
  for (int i = 0; i < 20; ++i) {
    const auto more = hw::testing::detail::exam_events(job);
    events.insert(events.end(), more.begin(), more.end());
  }
  return events;
}

void fill(const std::string& root) {
  hw::SqliteStore store(root);
  store.add(hw::testing::detail::exam_job(job, "night"), nullptr);
  store.append(many_events());
}

std::string flipped(std::string bytes, std::size_t bit) {
  bytes[bit / 8] =
      static_cast<char>(static_cast<unsigned char>(bytes[bit / 8]) ^ (1U << (bit % 8)));
  return bytes;
}

enum class Outcome { same, refused, changed };

/// What comes of reading everything: as written, an error, or something else.
Outcome read_all(const hw::StoreReader& reader) {
  try {
    const auto jobs = reader.jobs();
    const auto events = reader.events(job, nullptr);
    if (jobs != std::vector{hw::testing::detail::exam_job(job, "night")}) return Outcome::changed;
    hw::testing::detail::expect_equal(events, many_events());
    return Outcome::same;
  } catch (const hw::StoreError&) {
    return Outcome::refused;
  } catch (const std::exception&) {
    return Outcome::changed;
  }
}

Outcome open_and_read_all(const std::string& root) {
  try {
    return read_all(hw::SqliteStore(root, {.durability = hw::Durability::relaxed}));
  } catch (const hw::StoreError&) {
    return Outcome::refused;
  }
}

}  // namespace

TEST_CASE("a flipped bit is refused or harmless and never changes an event") {
  const TemporaryFolder folder;
  fill(folder / "good");
  const std::string good = read_file(folder / "good/headway.db");
  std::mt19937 random(20'260'203);
  int refused = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string root = folder / std::to_string(i);
    const std::size_t bit = random() % (good.size() * 8);
    INFO("bit " << bit);
    write_file(root + "/headway.db", flipped(good, bit));
    const Outcome outcome = read_all(hw::SqliteReader(root));
    CHECK(outcome != Outcome::changed);
    CHECK(open_and_read_all(root) != Outcome::changed);
    refused += outcome == Outcome::refused ? 1 : 0;
    std::filesystem::remove_all(root);
  }
  CHECK(refused > 20);
}

TEST_CASE("a file cut anywhere is refused") {
  const TemporaryFolder folder;
  fill(folder / "good");
  const std::string good = read_file(folder / "good/headway.db");
  for (std::size_t size = 1; size < good.size(); size += 1 + good.size() / 100) {
    const std::string root = folder / std::to_string(size);
    INFO("cut to " << size << " of " << good.size());
    write_file(root + "/headway.db", good.substr(0, size));
    CHECK(read_all(hw::SqliteReader(root)) == Outcome::refused);
    CHECK(open_and_read_all(root) == Outcome::refused);
    std::filesystem::remove_all(root);
  }
}

TEST_CASE("a row that vanished is missed") {
  const char* const deletion = GENERATE(
      "DELETE FROM events WHERE seq = 5", "DELETE FROM events WHERE seq = 300",
      "DELETE FROM events", "DELETE FROM jobs", "UPDATE events SET seq = seq + 1000 WHERE seq = 7",
      "UPDATE events SET body = '{\"instance\":8,\"attempt\":1}' WHERE seq = 5");
  const TemporaryFolder folder;
  fill(folder.path());
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open((folder / "headway.db").c_str(), &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, deletion, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(db);
  INFO(deletion);
  CHECK(read_all(hw::SqliteReader(folder.path())) == Outcome::refused);
}
