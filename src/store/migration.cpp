// The steps from each version of the tables to the next.
#include "migration.hpp"

#include "file_system.hpp"
#include "folder.hpp"
#include "schema.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace headway::inline v0 {
namespace {

/// From the oldest version that can be read; each adds, and takes nothing away.
constexpr std::array to_next{// 4 to 5: results of cached tasks
                             R"sql(
ALTER TABLE jobs ADD COLUMN no_cache INTEGER NOT NULL DEFAULT 0;
CREATE TABLE results(key TEXT PRIMARY KEY, job TEXT NOT NULL, time INTEGER NOT NULL,
  instance INTEGER NOT NULL, body TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql"};
static_assert(oldest_schema + std::int64_t{to_next.size()} == schema_version);

}  // namespace

bool is_older(const Connection& connection) { return schema_of(connection) < schema_version; }

std::string copy_of(const Connection& connection) {
  return fmt::format("{}.schema{}", connection.path(), schema_of(connection));
}

void keep_copy(Connection& connection) {
  const std::string path = copy_of(connection);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw_errno("replace the copy", path, errno);
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.valid()) throw_errno("make the copy", path, errno);
  Statement copy(connection, "VACUUM INTO ?");  // into an empty file, which keeps its mode
  copy.bind(1, path);
  copy.finish();
  if (::fsync(file.get()) != 0) throw_errno("write the copy", path, errno);
}

void migrate(Connection& connection) {
  for (std::int64_t version = schema_of(connection); version < schema_version; ++version) {
    connection.execute(to_next[static_cast<std::size_t>(version - oldest_schema)]);
  }
  write_meta(connection, "schema", fmt::format("{}", schema_version));
}

}  // namespace headway::inline v0
