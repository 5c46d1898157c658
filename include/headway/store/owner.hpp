// The engine that holds a store: who it is, and whether it lives.
#pragma once

#include <headway/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

/// The engine of a store, as its lock file names it. A value.
struct StoreOwner {
  std::int32_t pid = 0;
  std::string host{};
  std::uint64_t epoch = 0;  // how often the store had been opened
  Instant since{};
};

/// The live engine of the store at `root`; nothing when there is none. Whether one lives is told by
/// its lock, which is shared for a moment; an engine that is starting waits that moment.
std::optional<StoreOwner> store_owner(const std::string& root);

}  // namespace headway::inline v0
