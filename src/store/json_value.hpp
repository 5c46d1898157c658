// JSON that a task or another process wrote, as a value.
#pragma once

#include <headway/model/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Strict: no duplicate keys, no integers beyond 64 bits, no more than 200 levels. Nothing when
/// `text` is no such JSON; `reason` then says why and where. Never throws on any text.
std::optional<Value> parse_json(std::string_view text, std::string& reason);

}  // namespace headway::inline v0
