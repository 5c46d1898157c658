// The file of a store: its place, and whether it is there.
#pragma once

#include <cstdint>
#include <string>

namespace headway::inline v0 {

std::string database_path(const std::string& root);

/// In bytes; 0 where there is no such file.
std::uint64_t size_of(const std::string& path);

/// Throws StoreError when the file was cut to nothing: SQLite would take that for a new store.
bool has_database(const std::string& root);

}  // namespace headway::inline v0
