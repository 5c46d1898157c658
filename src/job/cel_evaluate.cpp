// Evaluating expressions.
#include "cel_functions.hpp"
#include "cel_kinds.hpp"
#include "cel_operators.hpp"
#include "cel_pattern.hpp"
#include "cel_selection.hpp"
#include "quoted_text.hpp"

#include <optional>
#include <utility>

namespace headway::inline v0 {
namespace {

constexpr std::size_t longest_quote = 80;

/// Evaluates one expression once. A term gives null when it has no value; `failure_` then says why.
class Evaluation : private Selection {
 public:
  Evaluation(const ParsedExpression& parsed, const Scope& scope)
      : Selection(parsed, scope), slots_(parsed.variables) {}

  Value result() {
    try {
      if (const auto found = value(parsed_.root)) return *found;
    } catch (const Exhausted& limit) {
      failure_ = {&parsed_.root, limit.reason};
    }
    const std::string_view part = parsed_.text_of(*failure_.where);
    std::string message =
        quoted(shortened(part, longest_quote)) + " has no value: " + failure_.reason;
    if (failure_.where != &parsed_.root) {
      message += ", in " + quoted(shortened(parsed_.text_of(parsed_.root), longest_quote));
    }
    throw ExpressionError(message, std::move(failure_.reason));
  }

 private:
  Operand truth(bool flag) { return lent(flag ? yes_ : no_); }
  Operand given(const Term& where, Outcome&& outcome) {
    if (!outcome.failure.empty()) return fail(where, std::move(outcome.failure));
    return own(std::move(outcome.value));
  }

  Operand value(const Term& term) {
    budget_.work(2);
    switch (term.kind) {
      case Term::Kind::literal: return lent(term.constant);
      case Term::Kind::name: return name(term);
      case Term::Kind::variable: return slots_[term.number];
      case Term::Kind::select: return select(term);
      case Term::Kind::index: return index(term);
      case Term::Kind::list: return term.fixed ? lent(term.constant) : list(term);
      case Term::Kind::map: return term.fixed ? lent(term.constant) : map(term);
      case Term::Kind::unary: return unary(term);
      case Term::Kind::binary: return binary(term);
      case Term::Kind::all_of: return logic(term, false);
      case Term::Kind::any_of: return logic(term, true);
      case Term::Kind::conditional: return conditional(term);
      case Term::Kind::has: return has(term);
      case Term::Kind::call: return call(term);
      case Term::Kind::macro: return macro(term);
    }
    return fail(term, "it is of no known kind");
  }

  Operand select(const Term& term) {
    const Operand whole = value(term.parts[0]);
    return whole ? field(term, whole, term.word) : Operand{};
  }

  Operand index(const Term& term) {
    const Operand whole = value(term.parts[0]);
    if (!whole) return {};
    const Operand key = value(term.parts[1]);
    return key ? at(term, whole, *key) : Operand{};
  }

  Operand list(const Term& term) {
    Value::List all;
    for (const Term& part : term.parts) {
      const Operand element = value(part);
      if (!element) return {};
      budget_.copy(*element);
      all.push_back(*element);
    }
    return own(std::move(all));
  }

  Operand map(const Term& term) {
    Value::Map all;
    for (std::size_t i = 0; i < term.parts.size(); i += 2) {
      const Operand key = value(term.parts[i]);
      const Operand element = key ? value(term.parts[i + 1]) : Operand{};
      if (!element) return {};
      const auto* word = key->get_if<std::string>();
      if (!word) return fail(term, "the keys of a map are strings");
      budget_.copy(*key);
      budget_.copy(*element);
      if (!all.emplace(*word, *element).second) {
        return fail(term, "the map has the key \"" + *word + "\" twice");
      }
    }
    return own(std::move(all));
  }

  Operand unary(const Term& term) {
    const Operand operand = value(term.parts[0]);
    return operand ? given(term, apply(term.symbol, *operand)) : Operand{};
  }

  Operand binary(const Term& term) {
    const Operand left = value(term.parts[0]);
    if (!left) return {};
    const Operand right = value(term.parts[1]);
    return right ? given(term, apply(term.symbol, *left, *right, budget_)) : Operand{};
  }

  /// The bool that a term gives; null also when it gives something else.
  const bool* flag(const Term& term, std::string_view subject, Operand& keep) {
    keep = value(term);
    if (!keep) return nullptr;
    const bool* found = keep->get_if<bool>();
    if (!found) fail(term, refusal(subject, kind_of(*keep)));
    return found;
  }

  /// && and ||: an operand that decides wins over others that failed, wherever it stands.
  Operand logic(const Term& term, bool decisive) {
    Failure first;
    Operand keep;
    for (const Term& part : term.parts) {
      const bool* found = flag(part, decisive ? "||" : "&&", keep);
      if (found && *found == decisive) return truth(decisive);
      if (!found && !first.where) first = std::move(failure_);
    }
    return settled(std::move(first), !decisive);
  }

  Operand settled(Failure first, bool otherwise) {
    if (!first.where) return truth(otherwise);
    failure_ = std::move(first);
    return {};
  }

  Operand conditional(const Term& term) {
    Operand keep;
    const bool* found = flag(term.parts[0], "?:", keep);
    return found ? value(term.parts[*found ? 1 : 2]) : Operand{};
  }

  /// A field is there when it is not null: an output that a task did not leave is null.
  Operand has(const Term& term) {
    const Term& part = term.parts[0];
    if (part.kind != Term::Kind::select) return presence(named(part));
    const Operand whole = value(part.parts[0]);
    return presence(whole ? held(part, whole, part.word) : std::nullopt);
  }
  Operand presence(std::optional<bool> known) { return known ? truth(*known) : Operand{}; }

  Operand call(const Term& term) {
    std::vector<Operand> keep;
    std::vector<const Value*> arguments;
    for (const Term& part : term.parts) {
      keep.push_back(value(part));
      if (!keep.back()) return {};
      arguments.push_back(keep.back().get());
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const Kind kind = kind_of(*arguments[i]);
      if (!term.function->takes[i].has(kind)) return fail(term, refusal(term.function->name, kind));
    }
    CallContext context{budget_, patterns_};
    return given(term, term.function->apply(arguments, context));
  }

  Operand macro(const Term& term) {
    const Operand range = value(term.parts[0]);
    if (!range) return {};
    if (!range->get_if<Value::List>() && !range->get_if<Value::Map>()) {
      return fail(term, refusal(to_string(term.macro), kind_of(*range)));
    }
    switch (term.macro) {
      case CelMacro::all: return some(term, range, false);
      case CelMacro::exists: return some(term, range, true);
      case CelMacro::exists_one: return exactly_one(term, range);
      case CelMacro::filter: return filtered(term, range);
      default: return mapped(term, range);
    }
  }

  /// Calls `visit` with the variable set to each element or key, until it returns false.
  template <class Visit>
  void each(const Term& term, const Operand& range, Visit visit) {
    Operand& variable = slots_[term.number];
    if (const auto* list = range->get_if<Value::List>()) {
      for (const Value& element : *list) {
        variable = lent(element, range);
        if (!visit()) return;
      }
      return;
    }
    for (const auto& [key, element] : *range->get_if<Value::Map>()) {
      budget_.look_through(key.size());
      variable = own(Value(key));
      if (!visit()) return;
    }
  }

  Operand some(const Term& term, const Operand& range, bool decisive) {
    Failure first;
    Operand keep;
    bool decided = false;
    each(term, range, [&] {
      const bool* found = flag(term.parts[1], to_string(term.macro), keep);
      decided = found && *found == decisive;
      if (!found && !first.where) first = std::move(failure_);
      return !decided;
    });
    return decided ? truth(decisive) : settled(std::move(first), !decisive);
  }

  Operand exactly_one(const Term& term, const Operand& range) {
    std::size_t count = 0;
    bool fine = true;
    Operand keep;
    each(term, range, [&] {
      const bool* found = flag(term.parts[1], "exists_one", keep);
      fine = found != nullptr;
      if (fine && *found) ++count;
      return fine;
    });
    return fine ? truth(count == 1) : Operand{};
  }

  Operand filtered(const Term& term, const Operand& range) {
    Value::List all;
    bool fine = true;
    Operand keep;
    each(term, range, [&] {
      const bool* found = flag(term.parts[1], "filter", keep);
      fine = found != nullptr;
      if (fine && *found) add(all, slots_[term.number]);
      return fine;
    });
    return fine ? own(std::move(all)) : Operand{};
  }

  Operand mapped(const Term& term, const Operand& range) {
    const bool filters = term.parts.size() == 3;
    Value::List all;
    bool fine = true;
    Operand keep;
    each(term, range, [&] {
      const bool* found = filters ? flag(term.parts[1], "map", keep) : &always_;
      fine = found != nullptr;
      if (!fine || !*found) return fine;
      const Operand element = value(term.parts.back());
      fine = element != nullptr;
      if (fine) add(all, element);
      return fine;
    });
    return fine ? own(std::move(all)) : Operand{};
  }

  void add(Value::List& all, const Operand& element) {
    budget_.copy(*element);
    all.push_back(*element);
  }

  Budget budget_;
  PatternShelf patterns_;
  std::vector<Operand> slots_;
  const Value yes_{true};
  const Value no_{false};
  const bool always_ = true;
};

}  // namespace

Value evaluate(const Expression& expression, const Scope& scope) {
  if (const NameUse* name = expression.single_name()) {  // the most common one, without a copy
    auto resolved = scope.at(name->path);
    if (resolved && resolved->used == name->path.size()) return std::move(resolved->value);
  }
  return Evaluation(expression.parsed(), scope).result();
}

bool evaluate_condition(const Expression& expression, const Scope& scope) {
  const Value result = evaluate(expression, scope);
  if (const auto* flag = result.get_if<bool>()) return *flag;
  const std::string reason = "a condition is a bool, not " + with_article(kind_of(result));
  throw ExpressionError('"' + std::string(expression.text()) + "\" is no condition: " + reason,
                        reason);
}

}  // namespace headway::inline v0
