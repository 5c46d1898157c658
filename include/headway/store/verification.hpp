// Verification: whether all that a store remembers, and all that its jobs left, is as it was
// written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// What was looked at, and what is wrong. A value.
struct Verification {
  std::uint64_t jobs = 0;
  std::uint64_t events = 0;
  std::uint64_t artifacts = 0;         // committed folders
  std::vector<std::string> damages{};  // a sentence each, without full stop; none: all is whole
};

/// Reads the store in `root` and the artifacts beneath `data`, an absolute path: SQLite's own check
/// of its pages, the checksum and chain of each row, the content of each artifact against its name,
/// and that each artifact that an event names is there. Changes nothing and takes as long as
/// reading it all; beside a live engine what comes meanwhile may be left out. Never throws for
/// damage; StoreError where the file cannot be opened at all.
Verification verify(const std::string& root, const std::string& data);

}  // namespace headway::inline v0
