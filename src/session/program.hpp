// Where the headway program is, which is also the supervisor.
#pragma once

#include <string>

namespace headway::inline v0 {

/// The program's path, or why there is none.
struct Program {
  std::string path{};     // empty: not found
  std::string message{};  // where it was looked for, when it was not found
};

/// Looks at `wanted` if that says something, else at $HEADWAY_PROGRAM, beside the running program,
/// at the place it was installed to, and beside the library.
Program find_program(const std::string& wanted);

}  // namespace headway::inline v0
