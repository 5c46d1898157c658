// Planted bugs: what the simulation must find, in builds that are made for that alone.
#pragma once

#include <string_view>

namespace headway::inline v0 {

#ifdef HEADWAY_PLANT
/// The one bug that is planted now; empty: none. Of test programs alone.
inline std::string_view planted_bug;

inline bool planted(std::string_view name) { return planted_bug == name; }
#else
constexpr bool planted(std::string_view /*name*/) { return false; }
#endif

}  // namespace headway::inline v0
