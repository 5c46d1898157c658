// Sizes as Backend.AI writes them: `16g`, `512MiB`, `1.5t`; every unit is a power of 1024.
#pragma once

#include <headway/base/quantity.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Reads a size; a part of a byte is cut off. Nothing for what Backend.AI refuses, for infinity,
/// and past 63 bits.
std::optional<Quantity> parse_binary_size(std::string_view text);

/// The size with the largest unit that divides it: `16g`, `1500`.
std::string binary_size(Quantity bytes);

}  // namespace headway::inline v0
