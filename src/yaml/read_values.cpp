// The small values that many keys share: texts, quantities, durations, counts, types.
#include "readers.hpp"

#include <limits>

namespace headway::inline v0::yaml {
namespace {

Type& innermost(Type& type) {
  Type* at = &type;
  while (!at->element.empty()) at = &at->element.front();
  return *at;
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

std::optional<Text> read_text(const Place& at) {
  auto text = at.text();
  if (!text) return {};
  return Text{std::string(*text), at.span()};
}

std::optional<Quantity> read_quantity(const Place& at) {
  auto unit = unit_of(at.key());
  auto quantity = parse_quantity(at.element().text(), unit);
  if (quantity) return quantity;
  at.fail("bad-quantity",
          at.subject() + " is a quantity such as " +
              (unit == Unit::byte ? "512Mi, 1.5Gi or 8G" : "2 or 0.25") + ", not " +
              quoted(at.element().text()),
          {unit == Unit::byte ? "bytes, or with a unit K, M, G, T, Ki, Mi, Gi, Ti, without a space"
                              : "a number of at most three decimals, not negative"});
  return {};
}

std::optional<Duration> read_duration(const Place& at) {
  auto text = at.element().text();
  auto duration = parse_duration(text);
  if (duration) return duration;
  bool bare = at.meaning() == Meaning::integer || at.meaning() == Meaning::floating;
  at.fail("bad-duration", at.subject() + " is a duration such as 30s or 1h30m, not " + quoted(text),
          {bare ? "a unit is missing: " + std::string(text) + "s, " + std::string(text) + "m or " +
                      std::string(text) + "h"
                : "numbers with the units d, h, m, s, ms, us, the largest first"});
  return {};
}

std::optional<std::uint32_t> read_count(const Place& at, std::uint32_t min) {
  auto number = at.integer(min, std::numeric_limits<std::uint32_t>::max());
  if (!number) return {};
  return static_cast<std::uint32_t>(*number);
}

std::optional<Type> read_type(const Place& at) {
  auto word = at.text();
  if (!word) return {};
  auto type = parse_type(*word);
  if (type) return type;
  static const std::vector<std::string> words{"bool", "int",       "float",   "string",
                                              "enum", "list",      "map",     "json",
                                              "file", "directory", "optional"};
  at.fail_at_value("unknown-type", quoted(*word) + " is no type",
                   {"types are bool, int, float, string, enum, json, file, directory, and list(T), "
                    "map(T), optional(T) of them"},
                   closest(*word, words));
  return {};
}

void complete_enum(const Place& at, Type& type,
                   const std::optional<std::vector<std::string>>& values) {
  Type& inner = innermost(type);
  bool is_enum = inner.kind == Type::Kind::enumeration;
  if (is_enum && values) inner.values = *values;
  if (is_enum && (!values || values->empty())) {
    at.fail_at_key("missing-key", at.subject() + " is an enum and needs the key \"values\"",
                   {"write the words it may take: {type: enum, values: [dev, prod]}"});
  }
  if (!is_enum && values) {
    at.fail_at_key("misplaced-key", at.subject() + " has \"values\" and is no enum",
                   {"write {type: enum, values: [dev, prod]}, or take \"values\" out"});
  }
}

}  // namespace headway::inline v0::yaml
