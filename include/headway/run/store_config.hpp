// The configuration of a store: what its machine has, and what is meant where nothing is said.
#pragma once

#include <headway/model/resources.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/store/store.hpp>

#include <optional>
#include <string>

namespace headway::inline v0 {

/// What `<store>/config.yaml` says. A value with defaults, the same as without a file.
struct StoreConfig {
  Resources slots{};        // of this machine, laid over what is found
  std::string data{};       // as ExecutorOptions::data; absolute
  SchedulePolicy policy{};  // of it the order, the sharing and the quotas
  Durability durability = Durability::full;
  bool clean_env = false;
  bool no_cache = false;

  /// The slots with others laid over them.
  [[nodiscard]] Resources slots_with(const Resources& overlay) const;
};

/// Reads the configuration of the store in `root`; without a file, or a store, the defaults. Throws
/// InvalidPipeline with every finding and its place.
StoreConfig store_config(const std::string& root);

}  // namespace headway::inline v0
