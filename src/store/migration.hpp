// Migration: bringing the tables of an older headway up to date, with a copy of what they were.
#pragma once

#include "connection.hpp"

#include <string>

namespace headway::inline v0 {

/// Whether the file's tables are older than this version's.
bool is_older(const Connection& connection);

/// `<file>.schema<version>`: the copy that `keep_copy` makes.
std::string copy_of(const Connection& connection);

/// Copies the whole database as it is, private to the user and durable, in place of an earlier copy
/// of the same version. Not inside a transaction. Throws StoreError.
void keep_copy(Connection& connection);

/// Brings the tables to `schema_version`, inside the caller's transaction: a crash leaves either
/// the old or the new ones. Precondition: `is_older`.
void migrate(Connection& connection);

}  // namespace headway::inline v0
