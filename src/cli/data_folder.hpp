// Where a store keeps its data, when that is not within it: remembered for later verbs.
#pragma once

#include "cli/verbs.hpp"

namespace headway::cli {

/// Throws Error for a store that is no folder.
void refuse_file(const StoreOptions& at);

/// Whether the store itself would say this `--data`.
bool is_remembered(const StoreOptions& at);

/// Remembers `at.data`, if it was given. Throws UsageError where the store keeps its data
/// elsewhere, StoreError where that cannot be written. Precondition: this process is the store's
/// engine.
void remember_data(const StoreOptions& at);

}  // namespace headway::cli
