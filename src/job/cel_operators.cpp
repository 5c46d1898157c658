// Equality, order and arithmetic, by the CEL specification.
#include "cel_operators.hpp"

#include "cel_kinds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headway::inline v0 {
namespace {

template <class T>
Order order_of(const T& a, const T& b) {
  if (a < b) return Order::less;
  if (b < a) return Order::greater;
  return a == b ? Order::same : Order::none;
}

Order reversed(Order order) {
  if (order == Order::less) return Order::greater;
  return order == Order::greater ? Order::less : order;
}

/// Exact: an int of 64 bits may have no float of its own.
Order order_of(std::int64_t a, double b) {
  constexpr double limit = 9223372036854775808.0;  // 2^63
  if (std::isnan(b)) return Order::none;
  if (b >= limit) return Order::less;
  if (b < -limit) return Order::greater;
  const double whole = std::trunc(b);
  const Order order = order_of(a, static_cast<std::int64_t>(whole));
  return order == Order::same ? order_of(whole, b) : order;
}

std::optional<Order> order_of_numbers(const Value& a, const Value& b) {
  const auto *x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>();
  const auto *u = a.get_if<double>(), *v = b.get_if<double>();
  if (x && y) return order_of(*x, *y);
  if (u && v) return order_of(*u, *v);
  if (x && v) return order_of(*x, *v);
  if (u && y) return reversed(order_of(*y, *u));
  return {};
}

bool equal_maps(const Value::Map& a, const Value::Map& b, Budget& budget) {
  if (a.size() != b.size()) return false;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y) {
    if (x->first != y->first || !equal(x->second, y->second, budget)) return false;
  }
  return true;
}

bool equal_lists(const Value::List& a, const Value::List& b, Budget& budget) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!equal(a[i], b[i], budget)) return false;
  }
  return true;
}

const char* const integer_overflow = "integer overflow";

Outcome divided(CelOperator symbol, std::int64_t a, std::int64_t b) {
  if (b == 0) return {{}, symbol == CelOperator::divide ? "division by zero" : "modulus by zero"};
  if (a == std::numeric_limits<std::int64_t>::min() && b == -1) return {{}, integer_overflow};
  return {symbol == CelOperator::divide ? a / b : a % b};
}

Outcome integers(CelOperator symbol, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (symbol) {
    case CelOperator::add: overflow = __builtin_add_overflow(a, b, &result); break;
    case CelOperator::subtract: overflow = __builtin_sub_overflow(a, b, &result); break;
    case CelOperator::multiply: overflow = __builtin_mul_overflow(a, b, &result); break;
    default: return divided(symbol, a, b);
  }
  if (overflow) return {{}, integer_overflow};
  return {result};
}

Outcome floats(CelOperator symbol, double a, double b) {
  switch (symbol) {
    case CelOperator::add: return {a + b};
    case CelOperator::subtract: return {a - b};
    case CelOperator::multiply: return {a * b};
    default: return {a / b};
  }
}

Outcome joined(const Value& left, const Value& right, Budget& budget) {
  budget.copy(left);
  budget.copy(right);
  if (const auto* text = left.get_if<std::string>()) return {*text + *right.get_if<std::string>()};
  Value::List all = *left.get_if<Value::List>();
  const auto& more = *right.get_if<Value::List>();
  all.insert(all.end(), more.begin(), more.end());
  return {std::move(all)};
}

Outcome arithmetic(CelOperator symbol, const Value& left, const Value& right, Budget& budget) {
  const Kind kind = kind_of(left);
  if (kind != kind_of(right) || !operands_of(symbol).has(kind)) {
    return {{}, refusal(symbol, kind, kind_of(right))};
  }
  if (const auto* a = left.get_if<std::int64_t>()) {
    return integers(symbol, *a, *right.get_if<std::int64_t>());
  }
  if (const auto* a = left.get_if<double>()) return floats(symbol, *a, *right.get_if<double>());
  return joined(left, right, budget);
}

Outcome inequality(CelOperator symbol, const Value& left, const Value& right, Budget& budget) {
  const auto order = compare(left, right, budget);
  if (!order) return {{}, refusal(symbol, kind_of(left), kind_of(right))};
  switch (symbol) {
    case CelOperator::less: return {order == Order::less};
    case CelOperator::less_equal: return {order == Order::less || order == Order::same};
    case CelOperator::greater: return {order == Order::greater};
    default: return {order == Order::greater || order == Order::same};
  }
}

Outcome membership(const Value& element, const Value& whole, Budget& budget) {
  if (const auto* list = whole.get_if<Value::List>()) {
    const bool found = std::any_of(list->begin(), list->end(), [&](const Value& known) {
      return equal(element, known, budget);
    });
    return {found};
  }
  const auto* map = whole.get_if<Value::Map>();
  if (!map) return {{}, refusal("in", kind_of(whole))};
  if (!ordered.has(kind_of(element))) return {{}, refusal("in", kind_of(element))};
  const auto* key = element.get_if<std::string>();
  return {key != nullptr && map->find(*key) != map->end()};
}

}  // namespace

void Budget::copy(const Value& value) {
  work(1);
  std::size_t size = sizeof(Value);
  if (const auto* text = value.get_if<std::string>()) {
    size += text->size();
    look_through(text->size());
  }
  memory(size);
  if (const auto* list = value.get_if<Value::List>()) {
    for (const Value& element : *list) copy(element);
  }
  if (const auto* map = value.get_if<Value::Map>()) {
    for (const auto& [key, element] : *map) {
      memory(sizeof(std::string) + key.size());
      copy(element);
    }
  }
}

bool equal(const Value& a, const Value& b, Budget& budget) {
  budget.work(1);
  if (const auto order = order_of_numbers(a, b)) return order == Order::same;
  if (const auto* x = a.get_if<Value::List>(), *y = b.get_if<Value::List>(); x && y) {
    return equal_lists(*x, *y, budget);
  }
  if (const auto* x = a.get_if<Value::Map>(), *y = b.get_if<Value::Map>(); x && y) {
    return equal_maps(*x, *y, budget);
  }
  if (const auto* text = a.get_if<std::string>()) budget.look_through(text->size());
  return a == b;
}

std::optional<Order> compare(const Value& a, const Value& b, Budget& budget) {
  if (const auto order = order_of_numbers(a, b)) return order;
  if (const auto* x = a.get_if<std::string>(), *y = b.get_if<std::string>(); x && y) {
    budget.look_through(std::min(x->size(), y->size()));
    return order_of(*x, *y);  // the order of UTF-8 is that of code points
  }
  if (const auto* x = a.get_if<bool>(), *y = b.get_if<bool>(); x && y) return order_of(*x, *y);
  return {};
}

Outcome apply(CelOperator symbol, const Value& left, const Value& right, Budget& budget) {
  switch (symbol) {
    case CelOperator::equal: return {equal(left, right, budget)};
    case CelOperator::not_equal: return {!equal(left, right, budget)};
    case CelOperator::less:
    case CelOperator::less_equal:
    case CelOperator::greater:
    case CelOperator::greater_equal: return inequality(symbol, left, right, budget);
    case CelOperator::in: return membership(left, right, budget);
    default: return arithmetic(symbol, left, right, budget);
  }
}

Outcome apply(CelOperator symbol, const Value& operand) {
  if (symbol == CelOperator::invert) {
    if (const auto* flag = operand.get_if<bool>()) return {!*flag};
  } else if (const auto* number = operand.get_if<std::int64_t>()) {
    if (*number == std::numeric_limits<std::int64_t>::min()) return {{}, integer_overflow};
    return {-*number};
  } else if (const auto* fraction = operand.get_if<double>()) {
    return {-*fraction};
  }
  return {{}, refusal(to_string(symbol), kind_of(operand))};
}

}  // namespace headway::inline v0
