// Types of expressions: as text, and as types of the pipeline language.
#include <headway/job/expression_type.hpp>

namespace headway::inline v0 {

std::string to_string(const ExpressionType& type) {
  using Kind = ExpressionType::Kind;
  if (type.kind == Kind::null) return "null";
  if (type.kind != Kind::record) {
    std::string word(detail::type_word(static_cast<Type::Kind>(type.kind)));
    return type.element.empty() ? word : word + '(' + to_string(type.element.front()) + ')';
  }
  std::string text = "record";
  for (const std::string& name : type.names) text += (text == "record" ? "(" : ", ") + name;
  return type.names.empty() ? text : text + ')';
}

Type to_type(const ExpressionType& type) {
  using Kind = ExpressionType::Kind;
  if (type.kind == Kind::record) return {Type::Kind::json};
  if (type.kind == Kind::null) return optional_of(Type{Type::Kind::json});
  Type result{.kind = static_cast<Type::Kind>(type.kind), .values = type.names};
  for (const ExpressionType& inner : type.element) result.element.push_back(to_type(inner));
  return result;
}

}  // namespace headway::inline v0
