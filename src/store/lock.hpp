// The lock of a store: one engine at a time, named for those who find it locked.
#pragma once

#include "folder.hpp"

#include <headway/store/owner.hpp>

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

/// `<root>/lock`, held by flock and naming its owner. A child forked without exec keeps the flock
/// of its parent alive; so a lock whose named owner is provably dead is replaced by a new file.
/// Acquired in two steps: the constructor, then `confirm` inside the write transaction that raises
/// the epoch, which lets only one of two newcomers through.
class StoreLock {
 public:
  /// Throws StoreLocked at once when the owner may be alive; StoreError when the file cannot be
  /// had.
  explicit StoreLock(const std::string& root);
  /// In the process that locked: names nobody any more, and lets go.
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

  /// Makes the lock ours for good. False when another process was faster: start again.
  bool confirm(std::uint64_t epoch);

 private:
  bool replace(std::uint64_t epoch);
  void write_owner(std::uint64_t epoch, bool alive) const;

  std::string path_;
  Descriptor file_;
  std::string dead_owner_;  // what the file said; empty: we hold the flock
  std::uint64_t epoch_ = 0;
  pid_t process_;
  bool confirmed_ = false;
};

/// The epoch that the lock file last named; 0 when the store was never opened.
std::uint64_t last_epoch(const std::string& root);

}  // namespace headway::inline v0
