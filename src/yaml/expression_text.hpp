// Expression text: where a `${{ }}` begins and ends, whatever its own strings hold.
#pragma once

#include <cstddef>
#include <string_view>

namespace headway::inline v0::yaml {

/// Behind the `}}` that ends the `${{` at `at`, or npos.
std::size_t expression_end(std::string_view text, std::size_t at);

/// A part of a text.
struct Part {
  std::size_t offset = 0;
  std::string_view text;
};

/// What an expression says: the text without the white space and without one `${{ }}` around it.
Part bare_expression(std::string_view text);

/// A `${{` that stands in an expression, outside of its strings; or npos.
std::size_t interpolation_in(std::string_view expression);

}  // namespace headway::inline v0::yaml
