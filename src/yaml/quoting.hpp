// Quoting: the shortest way to write a text so that every YAML reader gives it back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headway::inline v0::yaml {

enum class Surroundings : std::uint8_t { block, flow };

/// The text plain, in single quotes or in double quotes, on one line.
std::string quoted(std::string_view text, Surroundings surroundings);

/// Whether a block literal (`|`) gives the text back.
bool fits_literal(std::string_view text);

}  // namespace headway::inline v0::yaml
