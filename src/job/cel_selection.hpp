// Selecting while an expression is evaluated: what names, fields and indices stand for.
#pragma once

#include "cel_term.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A value on its way through an evaluation; null where there is none.
using Operand = std::shared_ptr<const Value>;

/// The part of an evaluation that knows names. Borrows both. What has no value is null, and
/// `failure_` says why.
class Selection {
 protected:
  Selection(const ParsedExpression& parsed, const Scope& scope)
      : parsed_(parsed), scope_(scope), names_(parsed.names.size()) {}

  struct Failure {
    const Term* where = nullptr;
    std::string reason{};
  };

  Operand fail(const Term& where, std::string reason) {
    failure_ = {&where, std::move(reason)};
    return {};
  }
  static Operand own(Value&& value);
  /// A value that outlives the evaluation, or stands in one that `owner` keeps.
  static Operand lent(const Value& value, const Operand& owner = {}) { return {owner, &value}; }

  Operand name(const Term& term);
  Operand field(const Term& term, const Operand& whole, const std::string& word);
  Operand at(const Term& term, const Operand& whole, const Value& key);

  /// Whether a name, or the field of a value, is there; nothing where that cannot be asked.
  std::optional<bool> named(const Term& term);
  std::optional<bool> held(const Term& term, const Operand& whole, const std::string& word);

  const ParsedExpression& parsed_;
  Failure failure_{};

 private:
  /// What the scope has for a name, asked for once.
  struct Lookup {
    Operand value{};
    std::size_t used = 0;
    bool asked = false;
  };

  const Lookup& look_up(const Term& term);
  /// The first `words` words of a name.
  Operand name(const Term& term, std::size_t words);
  Operand element(const Term& term, const Operand& whole, const Value::List& list,
                  const Value& key);

  const Scope& scope_;
  std::vector<Lookup> names_;
};

}  // namespace headway::inline v0
