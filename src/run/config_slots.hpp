// Slots and quotas as a store's configuration writes them.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/resources.hpp>
#include <headway/schedule/sharing.hpp>
#include <headway/yaml/tree.hpp>

namespace headway::inline v0 {

/// A map from slots to quantities. What is wrong goes to `found`.
Resources slots_in(const yaml::Tree& tree, Diagnostics& found);

/// A map from owners, or `*`, to what they may have.
Quotas quotas_in(const yaml::Tree& tree, Diagnostics& found);

}  // namespace headway::inline v0
