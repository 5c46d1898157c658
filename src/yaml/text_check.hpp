// Checks of a text before anything parses it: its size, its encoding, its control characters.
#pragma once

#include <headway/base/diagnostic.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace headway::inline v0::yaml {

enum class Syntax : std::uint8_t { yaml, json };

/// Whether so many bytes may be parsed at all.
bool check_size(std::size_t bytes, Syntax syntax, std::string_view name, Diagnostics& found);

/// Whether the text is UTF-8 without control characters other than tab and line ends.
bool check_text(const std::shared_ptr<const Source>& source, Diagnostics& found);

}  // namespace headway::inline v0::yaml
