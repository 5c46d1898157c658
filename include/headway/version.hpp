// The version of headway; CMake and the Python package read it from here.
#pragma once

#define HEADWAY_VERSION "0.1.0"

namespace headway::inline v0 {

inline constexpr char version[] = HEADWAY_VERSION;

}  // namespace headway::inline v0
