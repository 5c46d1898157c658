// A small RAII layer over SQLite's C interface: connection, statement, transaction.
#pragma once

#include <headway/base/error.hpp>
#include <headway/base/time.hpp>

#include <sqlite3.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

enum class Access { write, read, frozen };  // frozen: no writer can exist, so no lock is taken

/// An open database file. Thread rule: one thread at a time.
class Connection {
 public:
  /// Throws StoreError. The file must exist.
  Connection(const std::string& path, Access access);

  void execute(const char* sql);
  [[nodiscard]] sqlite3* raw() const { return handle_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// How long another program's lock is waited for.
  void wait_when_busy(Duration timeout) { patience_->timeout = timeout; }
  /// Once `hurry` is true, two seconds at most.
  void hurry_when(const std::atomic<bool>* hurry) { patience_->hurry = hurry; }
  /// Whether closing the last connection may write the log back into the file.
  void checkpoint_on_close(bool allowed);

  /// Throws StoreError: what could not be done to which file, why, and the next step.
  [[noreturn]] void fail(int code, std::string_view doing) const;

 private:
  struct Patience {
    Duration timeout{};
    const std::atomic<bool>* hurry = nullptr;
  };
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  static int busy(void* patience, int tries);

  std::string path_;
  std::unique_ptr<Patience> patience_;  // its address is known to SQLite
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement. Texts that are bound must live until `reset`.
class Statement {
 public:
  Statement(const Connection& connection, std::string_view sql);

  void bind(int place, std::int64_t number);
  void bind(int place, std::string_view text);
  void bind_null(int place);
  /// True while there is a row.
  bool step();
  void reset();
  /// Binds nothing more, runs to the end and resets.
  void finish();

  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  // valid until the next step
  [[nodiscard]] bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  const Connection* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// A scope that is rolled back unless committed.
class Transaction {
 public:
  /// `immediate` for writers: the write lock is taken at once.
  enum class Mode { immediate, deferred };
  Transaction(Connection& connection, Mode mode);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Connection* connection_;  // null once committed
};

}  // namespace headway::inline v0
