// Call sites: where in the host's own source a function was called.
#pragma once

#include <cstdint>
#include <source_location>

namespace headway::inline v0 {

/// A place in C++. A value. As the default argument of a parameter, `CallSite::here()` is the place
/// of the call. It is std::source_location where the compiler has that (clang 14 does not).
struct CallSite {
  const char* file = "";
  std::uint32_t line = 0;
  std::uint32_t column = 0;

#ifdef __cpp_lib_source_location
  static constexpr CallSite here(std::source_location at = std::source_location::current()) {
    return {.file = at.file_name(), .line = at.line(), .column = at.column()};
  }
#else
  static constexpr CallSite here(const char* file = __builtin_FILE(),
                                 std::uint32_t line = __builtin_LINE(),
                                 std::uint32_t column = __builtin_COLUMN()) {
    return {.file = file, .line = line, .column = column};
  }
#endif
};

}  // namespace headway::inline v0
