// The small values that many keys share: texts, expressions, quantities, durations, counts, types.
#include "expression_text.hpp"
#include "lost_zero.hpp"
#include "message_text.hpp"
#include "position.hpp"
#include "readers.hpp"

#include <algorithm>
#include <limits>

namespace headway::inline v0::yaml {
namespace {

Type& innermost(Type& type) {
  Type* at = &type;
  while (!at->element.empty()) at = &at->element.front();
  return *at;
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

/// Whether only the size of its first number keeps `text` from being read: with a small one it is.
template <class Parse>
bool is_too_large(std::string_view text, const Parse& parse) {
  const auto rest = std::min(text.find_first_not_of("0123456789"), text.size());
  return rest > 0 && parse("1" + std::string(text.substr(rest))).has_value();
}

}  // namespace

SourceSpan part_of(const Place& at, std::size_t offset, std::size_t length) {
  auto span = at.span();
  if (span.length == 0 || at.element().text().size() < offset + length) return span;
  bool quoted = at.element().style != Style::plain;
  auto text = at.element().text();
  span.column += static_cast<std::uint32_t>(code_points(text.substr(0, offset))) + (quoted ? 1 : 0);
  span.length = static_cast<std::uint32_t>(code_points(text.substr(offset, length)));
  return span;
}

std::optional<std::string> read_string(const Place& at) {
  auto text = at.text();
  if (!text) return {};
  return std::string(*text);
}

std::optional<Text> read_text(const Place& at) {
  auto text = at.text();
  if (!text) return {};
  return Text{std::string(*text), at.span()};
}

std::vector<Text> read_texts(const Place& at) {
  std::vector<Text> texts;
  texts.reserve(at.element().count());
  at.each_item([&](const Place& item) {
    if (auto text = read_text(item)) texts.push_back(std::move(*text));
  });
  return texts;
}

std::optional<Text> read_expression(const Place& at) {
  if (!at.has_form(form_expression)) return {};
  if (at.meaning() == Meaning::boolean) {
    return Text{boolean_of(at.element()) ? "true" : "false", at.span()};
  }
  auto text = at.text();
  if (!text) return {};
  auto bare = bare_expression(*text);
  if (bare.text.empty()) {
    at.fail("expression-syntax", at.subject() + " is an expression, and this one is empty");
    return {};
  }
  auto inner = interpolation_in(bare.text);
  if (inner == std::string_view::npos) {
    return Text{std::string(bare.text), part_of(at, bare.offset, bare.text.size())};
  }
  at.fail_at(part_of(at, bare.offset + inner, 3), "interpolation-in-expression",
             at.subject() + " is an expression already, and a ${{ }} cannot stand inside of one",
             {"write what stands between the braces without them"});
  return {};
}

std::optional<std::size_t> read_word(const Place& at, const Vocabulary& known) {
  if (!at.has_form(form_word)) return {};
  auto word = at.element().text();
  for (std::size_t i = 0; i < known.words.size(); ++i) {
    if (known.words[i] == word) return i;
  }
  auto noun = known.noun.empty() ? "word that " + at.subject() + " takes" : std::string(known.noun);
  at.fail_at_value(std::string(known.code), quoted(word) + " is no " + noun,
                   {"it is " + listed(known.words)},
                   closest(word, {known.words.begin(), known.words.end()}));
  return {};
}

std::optional<Quantity> read_quantity(const Place& at) {
  auto unit = unit_of(at.key());
  auto quantity = parse_quantity(at.element().text(), unit);
  if (quantity) return quantity;
  auto parse = [unit](std::string_view text) { return parse_quantity(text, unit); };
  if (is_too_large(at.element().text(), parse)) {
    at.fail("bad-quantity", at.subject() + " is too large: " + quoted(at.element().text()),
            {unit == Unit::byte ? "it is less than 8Ei" : "it is at most 9223372036854775"});
    return {};
  }
  at.fail("bad-quantity",
          at.subject() + " is a quantity such as " +
              (unit == Unit::byte ? "512Mi, 1.5Gi or 8G" : "2 or 0.25") + ", not " +
              quoted(at.element().text()),
          {unit == Unit::byte ? "bytes, or with a unit K, M, G, T, Ki, Mi, Gi, Ti, without a space"
                              : "a number of at most three decimals, not negative"});
  return {};
}

std::optional<Duration> read_duration(const Place& at) {
  if (!at.has_form(form_duration)) return {};
  auto text = at.element().text();
  auto duration = parse_duration(text);
  if (duration) return duration;
  if (is_too_large(text, parse_duration)) {
    at.fail("bad-duration", at.subject() + " is too long: " + quoted(text),
            {"it is at most 106751991d"});
    return {};
  }
  bool bare = at.meaning() == Meaning::integer || at.meaning() == Meaning::floating;
  at.fail("bad-duration", at.subject() + " is a duration such as 30s or 1h30m, not " + quoted(text),
          {bare ? "a unit is missing: " + std::string(text) + "s, " + std::string(text) + "m or " +
                      std::string(text) + "h"
                : "numbers with the units d, h, m, s, ms, us, the largest first"});
  return {};
}

std::optional<Duration> read_positive_duration(const Place& at) {
  auto limit = read_duration(at);
  if (!limit || limit->us > 0) return limit;
  at.fail("out-of-range", at.subject() + " is not above zero",
          {"leave it out where there is no limit"});
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
  const bool told = !values && at.element().find("values") != nullptr;
  if (is_enum && !told && (!values || values->empty())) {
    at.fail_at_key("missing-key", at.subject() + " is an enum and needs the key \"values\"",
                   {"write the words it may take: {type: enum, values: [dev, prod]}"});
  }
  if (!is_enum && values) {
    at.fail_at_key("misplaced-key", at.subject() + " has \"values\" and is no enum",
                   {"write {type: enum, values: [dev, prod]}, or take \"values\" out"});
  }
}

std::vector<Input> read_inputs(const Place& at) {
  std::vector<Input> inputs;
  inputs.reserve(at.element().count());
  at.each_entry([&](const Place& input) {
    warn_of_lost_zeros(input);
    if (auto value = input.value()) {
      inputs.push_back({std::string(input.key()), {std::move(*value), input.span()}});
    }
  });
  return inputs;
}

std::vector<ComputedOutput> read_computed_outputs(const Place& at) {
  std::vector<ComputedOutput> outputs;
  outputs.reserve(at.element().count());
  at.each_entry([&](const Place& output) {
    auto expression = read_text(output);
    if (expression) outputs.push_back({std::string(output.key()), std::move(*expression)});
  });
  return outputs;
}

}  // namespace headway::inline v0::yaml
