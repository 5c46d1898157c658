// The file of a store.
#include "database_file.hpp"

#include "lock.hpp"

#include <headway/base/error.hpp>

#include <fmt/core.h>
#include <sys/stat.h>

namespace headway::inline v0 {

std::string database_path(const std::string& root) { return root + "/headway.db"; }

std::uint64_t size_of(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? static_cast<std::uint64_t>(found.st_size) : 0;
}

bool has_database(const std::string& root) {
  const std::string path = database_path(root);
  constexpr std::uint64_t smallest = 512;  // page of SQLite
  const std::uint64_t size = size_of(path);
  if (size >= smallest) return true;
  if (size == 0 && last_epoch(root) == 0 && size_of(path + "-wal") == 0) return false;
  if (size_of(path) >= smallest) return true;  // made meanwhile: before the lock names an epoch
  throw StoreError(
      fmt::format("the store's file \"{}\" is empty or gone, though the store has been "
                  "used before; restore it from a copy or use another store",
                  path));
}

}  // namespace headway::inline v0
