// The reader of a SQLite store: a connection for each question, so that nothing is held between.
#include "database_file.hpp"
#include "folder.hpp"
#include "results.hpp"
#include "rows.hpp"
#include "schema.hpp"

#include <headway/store/sqlite.hpp>

#include <unistd.h>

namespace headway::inline v0 {
namespace {

Connection connect(const std::string& path) {
  try {
    Connection connection(path, Access::read);
    connection.wait_when_busy(5_s);
    connection.checkpoint_on_close(false);
    holds_store(connection);
    return connection;
  } catch (const StoreError&) {
    // Where nothing can be written SQLite cannot make its shared memory; and where there is no log
    // either, no engine lives and the file alone is the whole truth.
    const std::string root = path.substr(0, path.rfind('/'));
    if (::access(root.c_str(), W_OK) == 0 || size_of(path + "-wal") > 0) throw;
    return {path, Access::frozen};
  }
}

}  // namespace

struct SqliteReader::View {
  std::string root;

  /// Calls `ask` in one read transaction; not at all while there is no store.
  template <class Ask>
  void with(Ask ask) const {
    if (!has_database(root)) return;
    Connection connection = connect(database_path(root));
    const Transaction snapshot(connection, Transaction::Mode::deferred);
    if (holds_store(connection)) ask(connection);
  }
};

SqliteReader::SqliteReader(const std::string& root) : view_(std::make_unique<View>()) {
  view_->root = absolute_path(root);
}

SqliteReader::~SqliteReader() = default;

StoreId SqliteReader::id() const {
  StoreId id;
  view_->with([&](const Connection& connection) { id = read_store_id(connection); });
  return id;
}

std::string SqliteReader::root() const { return view_->root; }

std::vector<JobRecord> SqliteReader::jobs() const {
  std::vector<JobRecord> jobs;
  view_->with([&](const Connection& connection) { jobs = read_jobs(connection); });
  return jobs;
}

Sequence SqliteReader::follow(JobId id, const std::shared_ptr<const PipelineJob>& job,
                              Sequence after, std::vector<Event>& into) const {
  view_->with(
      [&](const Connection& connection) { after = read_events(connection, id, job, after, into); });
  return after;
}

std::optional<CachedResult> SqliteReader::result(const std::string& key) const {
  std::optional<CachedResult> found;
  view_->with([&](const Connection& connection) { found = read_result(connection, key); });
  return found;
}

std::string SqliteReader::page_problem() const {
  std::string problem;
  view_->with([&](const Connection& connection) {
    Statement check(connection, "PRAGMA quick_check(1)");
    if (check.step() && check.text(0) != "ok") problem = check.text(0);
  });
  return problem;
}

}  // namespace headway::inline v0
