// Amounts: how much of a slot, as C++ writes it.
#pragma once

#include <headway/base/quantity.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace headway::inline v0 {

/// `2`, `0.5`, `4_GiB` or `"512Mi"`; it becomes a quantity once the slot and so the unit is known.
/// A value.
class Amount {
 public:
  Amount() = default;  // nothing is said
  template <std::integral Number>
  Amount(Number number) : text_(std::to_string(number)), said_(true) {}
  Amount(double number);
  Amount(Quantity quantity) : exact_(quantity), said_(true) {}
  Amount(const char* text) : text_(text), said_(true) {}
  Amount(std::string text) : text_(std::move(text)), said_(true) {}

  [[nodiscard]] bool said() const { return said_; }
  /// The exact quantity in `unit`; nothing where it is finer than the unit, negative or no number.
  [[nodiscard]] std::optional<Quantity> in(Unit unit) const {
    return exact_ ? exact_ : parse_quantity(text_, unit);
  }
  /// As it was written.
  [[nodiscard]] std::string text() const { return exact_ ? to_string(*exact_, Unit::byte) : text_; }

 private:
  std::optional<Quantity> exact_;
  std::string text_;  // where exact_ is empty
  bool said_ = false;
};

/// An amount of a slot by name, as in `{"gpu", 0.5}`.
struct SlotAmount {
  std::string slot;
  Amount amount{};
};

// ---------------------------------------------------------------------------------------------

inline Amount::Amount(double number) : said_(true) {
  text_ = plain_digits(number).value_or("too fine");
}

}  // namespace headway::inline v0
