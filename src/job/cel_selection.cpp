// Names, fields and indices of values.
#include "cel_selection.hpp"

#include "cel_kinds.hpp"

#include <headway/job/expression.hpp>

#include <cmath>

namespace headway::inline v0 {

Operand Selection::own(Value&& value) { return std::make_shared<const Value>(std::move(value)); }

const Selection::Lookup& Selection::look_up(const Term& term) {
  Lookup& known = names_[term.number];
  if (known.asked) return known;
  known.asked = true;
  if (auto resolved = scope_.at(parsed_.names[term.number].path)) {
    known.used = resolved->used;
    known.value = own(std::move(resolved->value));
  }
  return known;
}

Operand Selection::name(const Term& term) {
  return name(term, parsed_.names[term.number].path.size());
}

Operand Selection::name(const Term& term, std::size_t words) {
  const Lookup& known = look_up(term);
  if (!known.value || known.used > words) return fail(term, "it is not there");
  Operand at = known.value;
  for (std::size_t i = known.used; at && i < words; ++i) {
    at = field(term, at, parsed_.names[term.number].path[i]);
  }
  return at;
}

Operand Selection::field(const Term& term, const Operand& whole, const std::string& word) {
  const auto* map = whole->get_if<Value::Map>();
  if (!map) return fail(term, with_article(kind_of(*whole)) + " has no field \"" + word + '"');
  const auto found = map->find(word);
  if (found == map->end()) return fail(term, "no such key \"" + word + '"');
  return lent(found->second, whole);
}

Operand Selection::at(const Term& term, const Operand& whole, const Value& key) {
  if (const auto* list = whole->get_if<Value::List>()) return element(term, whole, *list, key);
  if (!whole->get_if<Value::Map>()) return fail(term, refusal("[]", kind_of(*whole)));
  const auto* word = key.get_if<std::string>();
  return word ? field(term, whole, *word) : fail(term, "no such key " + to_json(key));
}

Operand Selection::element(const Term& term, const Operand& whole, const Value::List& list,
                           const Value& key) {
  const auto* number = key.get_if<std::int64_t>();
  const auto* fraction = key.get_if<double>();
  std::int64_t at = number ? *number : 0;
  if (fraction && std::trunc(*fraction) == *fraction && std::fabs(*fraction) < 1e15) {
    at = static_cast<std::int64_t>(*fraction);
  } else if (!number) {
    return fail(term, "an index is an int, not " + with_article(kind_of(key)));
  }
  if (at < 0 || static_cast<std::uint64_t>(at) >= list.size()) {
    return fail(term, "the index " + std::to_string(at) + " is outside of a list of " +
                          std::to_string(list.size()));
  }
  return lent(list[static_cast<std::size_t>(at)], whole);
}

std::optional<bool> Selection::named(const Term& term) {
  const auto& path = parsed_.names[term.number].path;
  const Lookup& known = look_up(term);
  if (!known.value) return false;
  if (known.used == path.size()) return !known.value->is_null();
  const Operand whole = name(term, path.size() - 1);
  return whole ? held(term, whole, path.back()) : std::nullopt;
}

std::optional<bool> Selection::held(const Term& term, const Operand& whole,
                                    const std::string& word) {
  const auto* map = whole->get_if<Value::Map>();
  if (!map) {
    fail(term, with_article(kind_of(*whole)) + " has no field \"" + word + '"');
    return {};
  }
  const auto found = map->find(word);
  return found != map->end() && !found->second.is_null();
}

}  // namespace headway::inline v0
