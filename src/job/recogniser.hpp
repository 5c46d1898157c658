// The grammar of CEL as far as needed to tell a reference, what is not supported yet, and nonsense.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// What the text of one `${{ }}` turned out to be. A value.
struct Recognised {
  enum class Kind { reference, unsupported, malformed };
  Kind kind = Kind::reference;
  std::vector<std::string> path{};  // of a reference
  std::string message{};            // what is not supported, or what is wrong
  std::size_t offset = 0;           // where, in bytes
};

/// Linear in the text; expressions nest up to 32 levels.
Recognised recognise(std::string_view text);

}  // namespace headway::inline v0
