// Checking operators: what two operands of known types give.
#pragma once

#include "cel_type_relations.hpp"

#include <headway/base/diagnostic.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// Notes what is wrong with the terms of one expression. Borrows both.
class OperatorCheck {
 public:
  OperatorCheck(const ParsedExpression& parsed, Diagnostics& found)
      : parsed_(parsed), found_(found) {}

  /// What a binary operator gives; json where the operands do not fit, which is told.
  ExpressionType result(const Term& term, const ExpressionType& left, const ExpressionType& right);

  /// A finding at a term, whose type is then json.
  ExpressionType refuse(const Term& term, std::string_view code, std::string message,
                        std::vector<std::string> notes = {},
                        std::vector<std::string> candidates = {});

 protected:
  /// That `function` would convert the part.
  void note(const Term& part, std::string_view function, std::vector<std::string>& notes);

  const ParsedExpression& parsed_;
  Diagnostics& found_;

 private:
  ExpressionType mismatch(const Term& term, Kind left, Kind right, const ExpressionType& result);
  ExpressionType arithmetic(const Term& term, const ExpressionType& left,
                            const ExpressionType& right);
  ExpressionType inequality(const Term& term, const ExpressionType& left,
                            const ExpressionType& right);
  ExpressionType equality(const Term& term, const ExpressionType& left,
                          const ExpressionType& right);
  /// A text that an enumeration is compared with is one of its words.
  void check_word(const ExpressionType& words, const Term& term);
  ExpressionType membership(const Term& term, const ExpressionType& element,
                            const ExpressionType& whole);
};

}  // namespace headway::inline v0
