// Mounts: `source:/target`, `source:/target:ro`.
#pragma once

#include "place.hpp"

#include <string_view>

namespace headway::inline v0::yaml {

/// What a mount matches: something, a colon, an absolute path or a `${{ }}`.
inline constexpr std::string_view mount_pattern = "[\\s\\S]+:(/|\\$\\{\\{)[\\s\\S]*";

/// Whether the text at `at` is a mount; else a finding.
bool check_mount(const Place& at);

}  // namespace headway::inline v0::yaml
