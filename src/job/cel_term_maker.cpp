// Making terms: their extent, their height, their value where it is written out.
#include "cel_term_maker.hpp"

#include "cel_lexer.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

bool is_fixed(const Term& term) { return term.kind == Term::Kind::literal || term.fixed; }

Term fixed(Term term, Value value) {
  term.fixed = true;
  term.constant = std::move(value);
  return term;
}

}  // namespace

void too_large(std::string message, std::string limit, std::size_t offset, std::size_t length) {
  throw SyntaxFault{.message = std::move(message),
                    .offset = offset,
                    .length = length,
                    .code = "expression-too-large",
                    .notes = {std::move(limit)}};
}

Term TermMaker::made(Term::Kind kind, std::size_t begin, std::size_t length,
                     std::vector<Term> parts) {
  Term term{.kind = kind,
            .offset = static_cast<std::uint32_t>(begin),
            .length = static_cast<std::uint32_t>(length)};
  for (const Term& part : parts) {
    term.height = std::max(term.height, static_cast<std::uint16_t>(part.height + 1));
  }
  term.parts = std::move(parts);
  if (term.height > tallest_expression) {
    too_large("it has too many operators in a row",
              "at most " + std::to_string(tallest_expression) + " are read", begin, length);
  }
  if (++count_ > most_expression_terms) {
    too_large("it has too many terms",
              "at most " + std::to_string(most_expression_terms) + " are read", begin, length);
  }
  return term;
}

Term fixed_list(Term term) {
  Value::List all;
  for (const Term& part : term.parts) {
    if (!is_fixed(part)) return term;
    all.push_back(part.constant);
  }
  return fixed(std::move(term), std::move(all));
}

Term fixed_map(Term term) {
  Value::Map all;
  for (std::size_t i = 0; i < term.parts.size(); i += 2) {
    const auto* key = term.parts[i].constant.get_if<std::string>();
    if (!key || !is_fixed(term.parts[i + 1])) return term;
    if (!all.emplace(*key, term.parts[i + 1].constant).second) return term;
  }
  return fixed(std::move(term), std::move(all));
}

}  // namespace headway::inline v0
