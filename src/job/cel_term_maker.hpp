// Making terms, within the limits that expressions have.
#pragma once

#include "cel_term.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Makes the terms of one expression and counts them.
class TermMaker {
 public:
  /// A term over `parts`. Throws SyntaxFault when it is too high, or one too many.
  Term made(Term::Kind kind, std::size_t begin, std::size_t length, std::vector<Term> parts);

 private:
  std::size_t count_ = 0;
};

/// The same list or map. Of one that is written out in literals the value is made here, once, and
/// not each time that a macro passes it.
Term fixed_list(Term term);
Term fixed_map(Term term);

/// Throws the SyntaxFault that a limit is passed.
[[noreturn]] void too_large(std::string message, std::string limit, std::size_t offset,
                            std::size_t length);

}  // namespace headway::inline v0
