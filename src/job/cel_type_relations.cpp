// Joining and comparing types.
#include "cel_type_relations.hpp"

namespace headway::inline v0 {

Kind folded(Kind kind) {
  if (kind == Kind::enumeration) return Kind::string;
  return kind == Kind::record ? Kind::map : kind;
}

std::optional<ExpressionType> joined(const ExpressionType& a, const ExpressionType& b) {
  if (a == b) return a;
  if (a.is_dynamic() || b.is_dynamic()) return Kind::json;
  if (a.kind == Kind::null) return optional_of(b);
  if (b.kind == Kind::null) return optional_of(a);
  if (a.kind == Kind::optional || b.kind == Kind::optional) {
    auto inner = joined(plain(a), plain(b));
    return inner ? std::optional(optional_of(std::move(*inner))) : std::nullopt;
  }
  if (is_text(a.kind) && is_text(b.kind)) return Kind::string;
  if (is_map(a.kind) && is_map(b.kind) && a.kind != b.kind) return map_of(Kind::json);
  if (a.kind != b.kind || a.element.size() != b.element.size()) {
    return a.kind == b.kind ? std::optional<ExpressionType>(Kind::json) : std::nullopt;
  }
  if (a.names != b.names) return Kind::json;
  ExpressionType result = a;
  for (std::size_t i = 0; i < a.element.size(); ++i) {
    result.element[i] = joined(a.element[i], b.element[i]).value_or(Kind::json);
  }
  return result;
}

bool comparable(const ExpressionType& a, const ExpressionType& b) {
  if (a.is_dynamic() || b.is_dynamic()) return true;
  if (a.kind == Kind::null || b.kind == Kind::null) {
    const Kind other = a.kind == Kind::null ? b.kind : a.kind;
    return other == Kind::null || other == Kind::optional;
  }
  const ExpressionType& x = plain(a);
  const ExpressionType& y = plain(b);
  if (x.is_dynamic() || y.is_dynamic()) return true;
  if (numbers.has(x.kind) && numbers.has(y.kind)) return true;
  if (folded(x.kind) != folded(y.kind)) return false;
  return x.kind != Kind::list || comparable(x.element.front(), y.element.front());
}

}  // namespace headway::inline v0
