// Types of expressions, and checking an expression before anything runs.
#pragma once

#include <headway/job/expression.hpp>
#include <headway/model/type.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// What is known of an expression's value before there is one: a `Type`, or a record with typed
/// fields, or null. `json` is known only when evaluated; `optional` is its element or null. A
/// value.
struct ExpressionType {
  enum class Kind : std::uint8_t {
    boolean,
    integer,
    floating,
    string,
    enumeration,
    list,
    map,
    json,
    file,
    directory,
    optional,
    record,
    null
  };

  Kind kind = Kind::json;
  std::vector<ExpressionType> element{};  // one for list, map, optional; of a record: per field
  std::vector<std::string> names{};       // the words of an enumeration, the fields of a record

  ExpressionType() = default;
  ExpressionType(Kind the_kind) : kind(the_kind) {}
  ExpressionType(const Type& type);

  /// The type of a field of a record, or null.
  [[nodiscard]] const ExpressionType* field(std::string_view name) const;
  [[nodiscard]] bool is_dynamic() const { return kind == Kind::json; }
  friend bool operator==(const ExpressionType&, const ExpressionType&) = default;
};

/// `list(float)`, `optional(int)`, `record(index, outputs)`.
std::string to_string(const ExpressionType& type);

/// The nearest type of the pipeline language: a record is json, null is optional(json).
Type to_type(const ExpressionType& type);

ExpressionType list_of(ExpressionType element);
ExpressionType map_of(ExpressionType element);
ExpressionType optional_of(ExpressionType element);
ExpressionType record_of(const std::vector<std::pair<std::string, ExpressionType>>& fields);

/// The type of the first `used` words of a path.
struct TypedName {
  ExpressionType type{};
  std::size_t used = 0;
};

/// Where the names of an expression get their types. Borrowed for one check, in which each use of a
/// name is asked for once, in the order of the text.
class TypeScope {
 public:
  virtual ~TypeScope() = default;
  /// The type of the longest beginning of `path` that the scope knows, or what is wrong with it;
  /// the span of such a finding is filled in by who asks.
  [[nodiscard]] virtual std::variant<TypedName, Diagnostic> type_of(
      std::span<const std::string> path) = 0;
};

/// The type of an expression; `json` where it cannot be known. Everything that is wrong goes to
/// `found` with its place: unknown names, functions and fields, operands of wrong types.
ExpressionType check(const Expression& expression, TypeScope& scope, Diagnostics& found);

/// The same for a condition, whose type must be bool.
void check_condition(const Expression& expression, TypeScope& scope, Diagnostics& found);

// ---------------------------------------------------------------------------------------------

inline ExpressionType::ExpressionType(const Type& type)
    : kind(static_cast<Kind>(type.kind)), names(type.values) {
  for (const Type& inner : type.element) element.emplace_back(inner);
}

static_assert(static_cast<int>(ExpressionType::Kind::optional) ==
              static_cast<int>(Type::Kind::optional));

inline const ExpressionType* ExpressionType::field(std::string_view name) const {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (kind == Kind::record && names[i] == name) return &element[i];
  }
  return nullptr;
}

inline ExpressionType list_of(ExpressionType element) {
  ExpressionType type{ExpressionType::Kind::list};
  type.element.push_back(std::move(element));
  return type;
}

inline ExpressionType map_of(ExpressionType element) {
  ExpressionType type{ExpressionType::Kind::map};
  type.element.push_back(std::move(element));
  return type;
}

inline ExpressionType optional_of(ExpressionType element) {
  if (element.kind == ExpressionType::Kind::optional || element.is_dynamic()) return element;
  ExpressionType type{ExpressionType::Kind::optional};
  type.element.push_back(std::move(element));
  return type;
}

inline ExpressionType record_of(const std::vector<std::pair<std::string, ExpressionType>>& fields) {
  ExpressionType type{ExpressionType::Kind::record};
  for (const auto& [name, inner] : fields) {
    type.names.push_back(name);
    type.element.push_back(inner);
  }
  return type;
}

}  // namespace headway::inline v0
