// How types of expressions go together.
#pragma once

#include "cel_kinds.hpp"

#include <headway/job/expression_type.hpp>

#include <optional>

namespace headway::inline v0 {

/// `optional(T)` is used as T: what is null fails once it is evaluated.
inline const ExpressionType& plain(const ExpressionType& type) {
  return type.kind == Kind::optional ? type.element.front() : type;
}

inline bool is_text(Kind kind) { return kind == Kind::string || kind == Kind::enumeration; }
inline bool is_map(Kind kind) { return kind == Kind::map || kind == Kind::record; }

/// Kinds that operators do not tell apart.
Kind folded(Kind kind);

/// The one type of values of both types, json where only they themselves know; nothing where the
/// two exclude each other.
std::optional<ExpressionType> joined(const ExpressionType& a, const ExpressionType& b);

/// Whether values of the two types can be equal at all.
bool comparable(const ExpressionType& a, const ExpressionType& b);

}  // namespace headway::inline v0
