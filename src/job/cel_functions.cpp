// The functions of expressions, by the CEL specification.
#include "cel_functions.hpp"

#include "cel_lexer.hpp"
#include "cel_pattern.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace headway::inline v0 {
namespace {

using Arguments = std::span<const Value* const>;

const std::string& text(Arguments arguments, std::size_t i) {
  return *arguments[i]->get_if<std::string>();
}

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

Outcome size(Arguments arguments, CallContext& context) {
  const Value& of = *arguments[0];
  if (const auto* list = of.get_if<Value::List>()) return {static_cast<std::int64_t>(list->size())};
  if (const auto* map = of.get_if<Value::Map>()) return {static_cast<std::int64_t>(map->size())};
  const std::string& string = text(arguments, 0);
  context.budget.look_through(string.size() * 8);
  return {std::int64_t{std::count_if(string.begin(), string.end(), begins_code_point)}};
}

Outcome starts_with(Arguments arguments, CallContext& context) {
  context.budget.look_through(text(arguments, 1).size());
  return {text(arguments, 0).starts_with(text(arguments, 1))};
}

Outcome ends_with(Arguments arguments, CallContext& context) {
  context.budget.look_through(text(arguments, 1).size());
  return {text(arguments, 0).ends_with(text(arguments, 1))};
}

Outcome contains(Arguments arguments, CallContext& context) {
  const std::string& all = text(arguments, 0);
  const std::string& part = text(arguments, 1);
  context.budget.look_through(all.size() * (1 + part.size() / 4));  // the worst case of find
  return {all.find(part) != std::string::npos};
}

Outcome matches(Arguments arguments, CallContext& context) {
  const PatternShelf::Entry& entry = context.patterns.at(text(arguments, 1), context.budget);
  if (!entry.pattern) return {{}, entry.fault};
  return {entry.pattern->occurs_in(text(arguments, 0), context.budget)};
}

Outcome int_of_float(double number) {
  constexpr double limit = 9223372036854775808.0;  // 2^63
  if (!(number > -limit && number < limit)) return {{}, "integer overflow"};
  return {static_cast<std::int64_t>(number)};
}

Outcome int_of_text(std::string_view digits) {
  const std::string_view unsigned_digits = digits.starts_with('+') ? digits.substr(1) : digits;
  std::int64_t number = 0;
  const auto* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(unsigned_digits.data(), last, number);
  const bool signs = digits.starts_with("+-");
  if (error != std::errc{} || end != last || signs) return {{}, "the string is no int"};
  return {number};
}

Outcome to_int(Arguments arguments, CallContext& context) {
  if (const auto* number = arguments[0]->get_if<double>()) return int_of_float(*number);
  if (const auto* string = arguments[0]->get_if<std::string>()) {
    context.budget.look_through(string->size());
    return int_of_text(*string);
  }
  return {*arguments[0]};
}

Outcome float_of_text(std::string_view digits) {
  if (const auto number = float_of(digits)) return {*number};
  return {{}, "the string is no float"};
}

Outcome to_double(Arguments arguments, CallContext& context) {
  if (const auto* number = arguments[0]->get_if<std::int64_t>()) {
    return {static_cast<double>(*number)};
  }
  if (const auto* string = arguments[0]->get_if<std::string>()) {
    context.budget.look_through(string->size());
    return float_of_text(*string);
  }
  return {*arguments[0]};
}

/// As `${{ }}` inside of a longer string shows it, so that both ways give the same text.
Outcome to_text(Arguments arguments, CallContext& context) {
  if (const auto* number = arguments[0]->get_if<double>(); number && !std::isfinite(*number)) {
    if (std::isnan(*number)) return {"NaN"};
    return {*number > 0 ? "Infinity" : "-Infinity"};
  }
  std::string string = format(*arguments[0]);
  context.budget.memory(string.size());
  return {std::move(string)};
}

Outcome to_bool(Arguments arguments, CallContext& /*context*/) {
  const auto* word = arguments[0]->get_if<std::string>();
  if (!word) return {*arguments[0]};
  static constexpr std::array<std::string_view, 5> yes{"1", "t", "true", "TRUE", "True"};
  static constexpr std::array<std::string_view, 5> no{"0", "f", "false", "FALSE", "False"};
  if (std::find(yes.begin(), yes.end(), *word) != yes.end()) return {true};
  if (std::find(no.begin(), no.end(), *word) != no.end()) return {false};
  return {{}, "the string is no bool"};
}

using Form = CelFunction::Form;
constexpr Kinds strings{Kind::string};
constexpr Kinds sized{Kind::string, Kind::list, Kind::map};
constexpr Kinds numeral{Kind::integer, Kind::floating, Kind::string};
constexpr Kinds shown{Kind::integer, Kind::floating, Kind::string,
                      Kind::boolean, Kind::file,     Kind::directory};
constexpr Kinds truth{Kind::boolean, Kind::string};

constexpr std::array<CelFunction, 9> functions{{
    {"size", Form::both, 1, {sized}, Kind::integer, size},
    {"contains", Form::member, 2, {strings, strings}, Kind::boolean, contains},
    {"startsWith", Form::member, 2, {strings, strings}, Kind::boolean, starts_with},
    {"endsWith", Form::member, 2, {strings, strings}, Kind::boolean, ends_with},
    {"matches", Form::both, 2, {strings, strings}, Kind::boolean, matches},
    {"int", Form::call, 1, {numeral}, Kind::integer, to_int},
    {"double", Form::call, 1, {numeral}, Kind::floating, to_double},
    {"string", Form::call, 1, {shown}, Kind::string, to_text},
    {"bool", Form::call, 1, {truth}, Kind::boolean, to_bool},
}};

constexpr std::array<std::string_view, 20> left_out{
    "uint",         "bytes",    "type",          "dyn",          "timestamp",
    "duration",     "getDate",  "getDayOfMonth", "getDayOfWeek", "getFullYear",
    "getDayOfYear", "getHours", "getMinutes",    "getMonth",     "getMilliseconds",
    "getSeconds",   "optional", "orValue",       "hasValue",     "cel"};

}  // namespace

const CelFunction* find_function(std::string_view name) {
  const auto* found = std::find_if(functions.begin(), functions.end(),
                                   [&](const CelFunction& known) { return known.name == name; });
  return found == functions.end() ? nullptr : found;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names{"has", "all", "exists", "exists_one", "filter", "map"};
  for (const CelFunction& known : functions) names.emplace_back(known.name);
  return names;
}

bool is_left_out(std::string_view name) {
  return std::find(left_out.begin(), left_out.end(), name) != left_out.end();
}

}  // namespace headway::inline v0
