// Ints where floats are due: people and JSON write 1 for 1.0.
#pragma once

#include <headway/model/value.hpp>

#include <cstdint>
#include <utility>

namespace headway::inline v0 {

/// `value` with the ints that stand where `type` has a float made floats, at any depth. For what
/// comes from outside: params, outputs, answers. Expressions and pipeline files convert nothing.
Value with_floats(Value value, const Type& type);

// ---------------------------------------------------------------------------------------------

inline Value with_floats(Value value, const Type& type) {
  if (type.kind == Type::Kind::floating) {
    const auto* number = value.get_if<std::int64_t>();
    return number != nullptr ? Value(static_cast<double>(*number)) : value;
  }
  if (type.element.empty()) return value;
  const Type& element = type.element.front();
  if (type.kind == Type::Kind::optional) return with_floats(std::move(value), element);
  if (auto* list = value.get_if<Value::List>()) {
    for (Value& each : *list) each = with_floats(std::move(each), element);
  }
  if (auto* map = value.get_if<Value::Map>()) {
    for (auto& [name, each] : *map) each = with_floats(std::move(each), element);
  }
  return value;
}

}  // namespace headway::inline v0
