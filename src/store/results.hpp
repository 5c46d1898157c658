// Results of cached tasks as rows: kept by key, read back and checked.
#pragma once

#include "connection.hpp"

#include <headway/store/reader.hpp>

#include <optional>
#include <string>

namespace headway::inline v0 {

/// Writes rows with a statement prepared once. Thread rule: the connection's.
class ResultWriter {
 public:
  explicit ResultWriter(const Connection& connection);
  /// In place of an earlier one of the key.
  void write(const CachedResult& result);

 private:
  Statement replace_;
};

/// A row whose checksum does not hold is no result: losing one costs an execution, never more.
std::optional<CachedResult> read_result(const Connection& connection, const std::string& key);

}  // namespace headway::inline v0
