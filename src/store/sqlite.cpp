// The SQLite store: opening, the lock, and the door to the writer.
#include "database_file.hpp"
#include "file_system.hpp"
#include "identity.hpp"
#include "lock.hpp"
#include "migration.hpp"
#include "results.hpp"
#include "schema.hpp"
#include "writer.hpp"

#include <headway/store/sqlite.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <unordered_set>

namespace headway::inline v0 {
namespace {

// Made by hand, so that it is private from its first byte; SQLite gives its companions the same
// mode.
void make_private_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) throw_errno("open the store's file", path, errno);
}

void use_write_ahead_log(Connection& connection, Durability durability) {
  Statement mode(connection, "PRAGMA journal_mode=WAL");
  if (!mode.step() || mode.text(0) != "wal") {
    throw StoreError(
        fmt::format("the store's file \"{}\" cannot keep a write-ahead log where it "
                    "lies; put the store on a local disk with --store",
                    connection.path()));
  }
  mode.reset();
  connection.execute(durability == Durability::full ? "PRAGMA synchronous=FULL"
                                                    : "PRAGMA synchronous=NORMAL");
}

// Leaves a file alone that has the name already: another newcomer was faster, or it was there,
// empty. Not every file system can rename without replacing; a hard link does not replace either.
void place(const std::string& draft, const std::string& path) {
  int error = ::renameat2(AT_FDCWD, draft.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0
                  ? 0
                  : errno;
  if (error == 0) return;
  if (error == EINVAL || error == ENOSYS) {
    error = ::link(draft.c_str(), path.c_str()) == 0 ? 0 : errno;
  }
  ::unlink(draft.c_str());
  if (error != 0 && error != EEXIST) throw_errno("make the store's file", path, error);
}

// Made whole under another name: whoever is killed in the middle leaves no half-made store, and no
// rollback journal that a reader could not play back.
void make_database(const std::string& path) {
  const std::string draft = fmt::format("{}.{}.new", path, random_word());
  make_private_file(draft);
  {
    Connection connection(draft, Access::write);
    use_write_ahead_log(connection, Durability::full);
    Transaction transaction(connection, Transaction::Mode::immediate);
    create_schema(connection);
    transaction.commit();
  }  // closing moves the log into the file
  place(draft, path);
}

Connection open_database(const std::string& root, const SqliteOptions& options) {
  const std::string path = database_path(root);
  if (!has_database(root)) make_database(path);
  Connection connection(path, Access::write);
  connection.checkpoint_on_close(false);  // until it is ours, the file stays as it is
  connection.wait_when_busy(options.busy_timeout);
  holds_store(connection);
  use_write_ahead_log(connection, options.durability);
  return connection;
}

// Raises the epoch, and makes the tables in a file that is a database without any; 0 when another
// engine was faster.
std::uint64_t enter(Connection& connection, StoreLock& lock) {
  Transaction transaction(connection, Transaction::Mode::immediate);
  if (!holds_store(connection)) create_schema(connection);
  if (is_older(connection)) migrate(connection);
  const auto epoch = static_cast<std::uint64_t>(read_meta_number(connection, "epoch")) + 1;
  if (!lock.confirm(epoch)) return 0;
  write_meta(connection, "epoch", fmt::format("{}", epoch));
  transaction.commit();
  return epoch;
}

}  // namespace

struct SqliteStore::Open {
  std::string root;
  pid_t process = ::getpid();
  std::optional<StoreLock> lock;
  std::uint64_t epoch = 0;
  StoreId id{};
  std::unordered_set<std::uint64_t> job_ids;
  Writer::Rows staged;             // added, and not yet handed to the writer with an event
  std::optional<Writer> writer;    // ends before the lock is let go
  std::optional<Connection> view;  // for questions while the writer works

  void open(const SqliteOptions& options);
  /// Throws ForkedEngine in a process that did not open the store.
  Writer& own();
};

void SqliteStore::Open::open(const SqliteOptions& options) {
  require_local_disk(root);
  make_private_folder(root);
  for (;;) {
    lock.emplace(root);
    Connection connection = open_database(root, options);
    if (holds_store(connection) && is_older(connection)) keep_copy(connection);
    epoch = enter(connection, *lock);
    if (epoch == 0) continue;
    if (options.durability == Durability::full) sync_folder(root);
    connection.checkpoint_on_close(true);
    id = read_store_id(connection);
    for (const JobRecord& record : read_jobs(connection)) job_ids.insert(record.id.value);
    writer.emplace(std::move(connection), epoch);
    return;
  }
}

Writer& SqliteStore::Open::own() {
  if (::getpid() == process) return *writer;
  throw ForkedEngine(
      fmt::format("the store \"{}\" was opened by process {} and this is its forked child {}; open "
                  "stores after forking, or leave this one alone",
                  root, process, ::getpid()));
}

SqliteStore::SqliteStore(const std::string& root, SqliteOptions options)
    : open_(std::make_unique<Open>()) {
  open_->root = absolute_path(root);
  open_->open(options);
}

SqliteStore::~SqliteStore() {
  if (!open_ || ::getpid() == open_->process) {
    if (open_ && !open_->staged.empty()) {
      try {
        open_->writer->append(std::move(open_->staged), std::make_shared<const EventLog>());
      } catch (...) {  // the failure was told on every call before
      }
    }
    return;
  }
  // A forked child has no writer thread to join and no right to the file: it forgets.
  [[maybe_unused]] const Open* leaked = open_.release();
}

StoreId SqliteStore::id() const { return open_->id; }
std::string SqliteStore::root() const { return open_->root; }
std::uint64_t SqliteStore::epoch() const { return open_->epoch; }

JobId SqliteStore::new_job_id() {
  JobId id = random_job_id();
  while (open_->job_ids.contains(id.value)) id = random_job_id();
  return id;
}

void SqliteStore::add(const JobRecord& record, std::shared_ptr<const PipelineJob> /*job*/) {
  open_->own();
  if (!open_->job_ids.insert(record.id.value).second) {
    throw StoreError(
        fmt::format("the store \"{}\" already has a job {}", open_->root, to_string(record.id)));
  }
  open_->staged.jobs.push_back(record);
}

void SqliteStore::keep(CachedResult result) {
  open_->own();
  open_->staged.results.push_back(std::move(result));
}

/// By a connection of its own, which does not wait for the disk as a question to the writer would.
std::optional<CachedResult> SqliteStore::result(const std::string& key) const {
  open_->own();
  if (!open_->view) open_->view.emplace(database_path(open_->root), Access::read);
  return read_result(*open_->view, key);
}

Sequence SqliteStore::append(std::span<const Event> events) { return append_log(log_of(events)); }

Sequence SqliteStore::append_log(const std::shared_ptr<const EventLog>& events) {
  Writer& writer = open_->own();
  return writer.append(std::exchange(open_->staged, {}), events);
}

Sequence SqliteStore::durable() const { return open_->own().durable(); }

void SqliteStore::on_durable(std::function<void()> wake) {
  open_->own().on_durable(std::move(wake));
}

void SqliteStore::flush() {
  append({});
  open_->own().flush();
}

std::vector<JobRecord> SqliteStore::jobs() const {
  std::vector<JobRecord> jobs;
  open_->own().send([&](Connection& connection) { jobs = read_jobs(connection); });
  const auto& staged = open_->staged.jobs;
  jobs.insert(jobs.end(), staged.begin(), staged.end());
  return jobs;
}

Sequence SqliteStore::follow(JobId id, const std::shared_ptr<const PipelineJob>& job,
                             Sequence after, std::vector<Event>& into) const {
  open_->own().send(
      [&](Connection& connection) { after = read_events(connection, id, job, after, into); });
  return after;
}

}  // namespace headway::inline v0
