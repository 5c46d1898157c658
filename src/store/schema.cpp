// The tables of a store.
#include "schema.hpp"

#include "checksum.hpp"
#include "identity.hpp"

#include <fmt/core.h>

#include <charconv>

namespace headway::inline v0 {
namespace {

constexpr std::int64_t application_id = 0x68647779;  // "hdwy"

// Events are the truth. `chains` holds, per job, how many there are and the checksum of the last,
// each checksum being seeded with the one before; `history` is for people with a shell.
constexpr const char* tables = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE jobs(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  pipeline_name TEXT NOT NULL, version TEXT NOT NULL, pipeline TEXT NOT NULL,
  children TEXT NOT NULL, folder TEXT NOT NULL,
  params TEXT NOT NULL, backend TEXT NOT NULL, slots TEXT NOT NULL, "order" TEXT NOT NULL,
  python TEXT NOT NULL,
  clean_env INTEGER NOT NULL, owner TEXT NOT NULL,
  reuses TEXT NOT NULL, engine TEXT NOT NULL, created INTEGER NOT NULL,
  checksum INTEGER NOT NULL, no_cache INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE events(seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, job TEXT NOT NULL,
  event TEXT NOT NULL, instance INTEGER, attempt INTEGER, cause TEXT, body TEXT NOT NULL,
  checksum INTEGER NOT NULL) STRICT;
CREATE INDEX events_of_job ON events(job);
CREATE TABLE chains(job TEXT PRIMARY KEY, events INTEGER NOT NULL, head INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE TABLE results(key TEXT PRIMARY KEY, job TEXT NOT NULL, time INTEGER NOT NULL,
  instance INTEGER NOT NULL, body TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIEW history AS SELECT seq, strftime('%Y-%m-%dT%H:%M:%fZ', time / 1e6, 'unixepoch') AS time,
  job, event, instance, attempt, cause, body FROM events;
)sql";

std::int64_t ask_number(const Connection& connection, std::string_view sql) {
  Statement statement(connection, sql);
  return statement.step() ? statement.number(0) : 0;
}

std::int64_t checksum_of(std::string_view key, std::string_view value) {
  RowChecksum sum;
  return sum.add(key).add(value).value(0);
}

}  // namespace

void throw_damaged(const Connection& connection, std::string_view what) {
  throw StoreError(
      fmt::format("the store's file \"{}\" is damaged: {}; restore it from a copy or use another "
                  "store",
                  connection.path(), what));
}

bool holds_store(const Connection& connection) {
  if (ask_number(connection, "SELECT count(*) FROM sqlite_schema") == 0) return false;
  if (ask_number(connection, "PRAGMA application_id") != application_id) {
    throw StoreError(fmt::format("\"{}\" is a database, but no store of headway; use another store",
                                 connection.path()));
  }
  const std::int64_t version = schema_of(connection);
  if (version > schema_version) {
    throw StoreError(
        fmt::format("the store \"{}\" was written by a newer headway (schema {}, this "
                    "one knows {}); it was left as it is, update headway to open it",
                    connection.path(), version, schema_version));
  }
  if (version < oldest_schema) {
    throw StoreError(fmt::format(
        "the store \"{}\" was written by a version before the first release (schema {}, "
        "this one knows {} and later); it was left as it is, use another store",
        connection.path(), version, oldest_schema));
  }
  return true;
}

std::int64_t schema_of(const Connection& connection) {
  return read_meta_number(connection, "schema");
}

void create_schema(Connection& connection) {
  connection.execute(tables);
  connection.execute(fmt::format("PRAGMA application_id={}", application_id).c_str());
  write_meta(connection, "schema", fmt::format("{}", schema_version));
  write_meta(connection, "id", fmt::format("{:08x}", random_store_id().value));
  write_meta(connection, "epoch", "0");
  write_meta(connection, "jobs", "0");
}

std::string read_meta(const Connection& connection, std::string_view key) {
  Statement row(connection, "SELECT value, checksum FROM meta WHERE key = ?");
  row.bind(1, key);
  if (!row.step()) throw_damaged(connection, fmt::format("meta row \"{}\" is missing", key));
  std::string value(row.text(0));
  if (row.number(1) != checksum_of(key, value)) {
    throw_damaged(connection, fmt::format("the checksum of meta row \"{}\" does not hold", key));
  }
  return value;
}

std::int64_t read_meta_number(const Connection& connection, std::string_view key) {
  const std::string value = read_meta(connection, key);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) {
    throw_damaged(connection, fmt::format("meta row \"{}\" is no number", key));
  }
  return number;
}

void write_meta(const Connection& connection, std::string_view key, std::string_view value) {
  Statement row(connection, "INSERT OR REPLACE INTO meta VALUES(?, ?, ?)");
  row.bind(1, key);
  row.bind(2, value);
  row.bind(3, checksum_of(key, value));
  row.finish();
}

StoreId read_store_id(const Connection& connection) {
  const std::string text = read_meta(connection, "id");
  StoreId id;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value, 16);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw_damaged(connection, "the store's id is no number");
  }
  return id;
}

}  // namespace headway::inline v0
