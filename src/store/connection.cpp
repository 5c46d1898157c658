// SQLite behind a wall: every failure becomes a StoreError that says what to do.
#include "connection.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

namespace headway::inline v0 {
namespace {

std::string_view next_step(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL: return "free space on its file system, then try again";
    case SQLITE_IOERR: return "check the disk and its limits, then try again";
    case SQLITE_BUSY: return "another program holds the file locked; let it finish, then try again";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN: return "check that this user may read and write the store's folder";
    case SQLITE_CORRUPT: return "the file is damaged; restore it from a copy or use another store";
    case SQLITE_NOTADB: return "the file is damaged or no database; use another store";
    default: return "check the disk, or use another store";
  }
}

int flags_of(Access access) {
  const int always = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
  return always | (access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
}

// As a URI, so that no character of the path means something to SQLite.
std::string uri_of(const std::string& path, Access access) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      uri += c;
    }
  }
  return access == Access::frozen ? uri + "?immutable=1" : uri;
}

}  // namespace

Connection::Connection(const std::string& path, Access access)
    : path_(path), patience_(std::make_unique<Patience>()) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(uri_of(path, access).c_str(), &handle, flags_of(access), nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail(code, "open");
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_busy_handler(handle, &Connection::busy, patience_.get());
  // A file cut short while it is mapped would end the process with SIGBUS.
  execute("PRAGMA mmap_size=0; PRAGMA cell_size_check=ON");
}

void Connection::execute(const char* sql) {
  const int code = sqlite3_exec(raw(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, "use");
}

int Connection::busy(void* patience, int tries) {
  const auto& [timeout, hurry] = *static_cast<const Patience*>(patience);
  constexpr int pause_ms = 10;
  const Duration limit = hurry != nullptr && hurry->load() ? std::min(timeout, 2_s) : timeout;
  if (static_cast<std::int64_t>(tries) * pause_ms * 1000 >= limit.us) return 0;
  sqlite3_sleep(pause_ms);
  return 1;
}

void Connection::checkpoint_on_close(bool allowed) {
  sqlite3_db_config(raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, allowed ? 0 : 1, nullptr);
}

void Connection::fail(int code, std::string_view doing) const {
  std::string reason = handle_ ? sqlite3_errmsg(raw()) : sqlite3_errstr(code);
  const int cause = handle_ ? sqlite3_system_errno(raw()) : 0;
  if (cause != 0) reason += std::string(": ") + std::strerror(cause);
  throw StoreError(fmt::format("cannot {} the store's file \"{}\": {} (SQLite code {}); {}", doing,
                               path_, reason, code, next_step(code)));
}

Statement::Statement(const Connection& connection, std::string_view sql)
    : connection_(&connection) {
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(connection.raw(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) connection.fail(code, "read");
}

void Statement::bind(int place, std::int64_t number) {
  const int code = sqlite3_bind_int64(handle_.get(), place, number);
  if (code != SQLITE_OK) connection_->fail(code, "use");
}

void Statement::bind(int place, std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";
  const int code =
      sqlite3_bind_text64(handle_.get(), place, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) connection_->fail(code, "write");
}

void Statement::bind_null(int place) { sqlite3_bind_null(handle_.get(), place); }

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  connection_->fail(code, sqlite3_stmt_readonly(handle_.get()) != 0 ? "read" : "write");
}

void Statement::reset() { sqlite3_reset(handle_.get()); }

void Statement::finish() {
  try {
    while (step()) {
    }
  } catch (...) {
    reset();
    throw;
  }
  reset();
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* data = sqlite3_column_text(handle_.get(), column);
  if (data == nullptr) return {};
  return {reinterpret_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

Transaction::Transaction(Connection& connection, Mode mode) : connection_(&connection) {
  connection.execute(mode == Mode::immediate ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (connection_ == nullptr) return;
  sqlite3_exec(connection_->raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  const int code = sqlite3_exec(connection_->raw(), "COMMIT", nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) connection_->fail(code, "write");
  connection_ = nullptr;
}

}  // namespace headway::inline v0
