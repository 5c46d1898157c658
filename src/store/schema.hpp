// The tables of a store, its identity, and the checks before a file is trusted.
#pragma once

#include "connection.hpp"

#include <headway/base/id.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

inline constexpr std::int64_t schema_version = 5;
inline constexpr std::int64_t oldest_schema = 4;  // that can be read, and migrated

/// Whether the file holds a store. Throws StoreError when it is damaged, is a database of someone
/// else's, or was written by a newer headway or one too old; nothing was modified then.
bool holds_store(const Connection& connection);

/// The version of the tables in the file.
std::int64_t schema_of(const Connection& connection);

/// Makes tables and identity, inside the caller's transaction.
void create_schema(Connection& connection);

/// A row of `meta`. Throws StoreError when it is missing or its checksum does not hold.
std::string read_meta(const Connection& connection, std::string_view key);
std::int64_t read_meta_number(const Connection& connection, std::string_view key);
void write_meta(const Connection& connection, std::string_view key, std::string_view value);

StoreId read_store_id(const Connection& connection);

/// Throws StoreError: the file's content contradicts itself; `what` names the row.
[[noreturn]] void throw_damaged(const Connection& connection, std::string_view what);

}  // namespace headway::inline v0
