// Parsing expressions by the grammar of the CEL specification.
#pragma once

#include "cel_lexer.hpp"
#include "cel_term.hpp"

#include <cstddef>
#include <memory>

namespace headway::inline v0 {

/// Parses `length` bytes of `whole` from `offset` on. Throws SyntaxFault at the first mistake.
std::shared_ptr<const ParsedExpression> parse_part(const Text& whole, std::size_t offset,
                                                   std::size_t length);

}  // namespace headway::inline v0
