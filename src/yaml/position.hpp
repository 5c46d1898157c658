// Position: from a byte offset to the line and column a person counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace headway::inline v0::yaml {

/// Lines and columns count from 1, columns in code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

std::size_t code_points(std::string_view text);

/// Turns offsets into positions. Offsets that mostly grow cost one pass over the text in all.
class Positions {
 public:
  explicit Positions(std::string_view text) : text_(text) {}
  Position at(std::size_t offset);

 private:
  void forward(std::size_t offset);

  std::string_view text_;
  std::size_t offset_ = 0;  // of the last answer
  Position last_{};
};

}  // namespace headway::inline v0::yaml
