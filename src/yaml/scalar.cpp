// Scalars: the YAML 1.2 core schema, chapter 10.3.2, with finite 64-bit numbers.
#include "scalar.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

namespace headway::inline v0::yaml {
namespace {

template <std::size_t n>
bool is_one_of(std::string_view word, const std::array<std::string_view, n>& words) {
  for (auto candidate : words) {
    if (word == candidate) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 4> null_words{"null", "~", "Null", "NULL"};
constexpr std::array<std::string_view, 3> true_words{"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> false_words{"false", "False", "FALSE"};
constexpr std::array<std::string_view, 6> not_finite{".inf", ".Inf", ".INF",
                                                     ".nan", ".NaN", ".NAN"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_sign(std::string_view word) {
  if (word.starts_with('-') || word.starts_with('+')) word.remove_prefix(1);
  return word;
}

std::size_t digits_at(std::string_view word) {
  std::size_t count = 0;
  while (count < word.size() && is_digit(word[count])) ++count;
  return count;
}

int base_of(std::string_view word) {
  if (word.starts_with("0o")) return 8;
  return word.starts_with("0x") ? 16 : 10;
}

bool is_integer(std::string_view word) {
  int base = base_of(word);
  if (base == 10) {
    word = without_sign(word);
    return !word.empty() && digits_at(word) == word.size();
  }
  constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF";
  auto allowed = base == 8 ? hexadecimal.substr(0, 8) : hexadecimal;
  return word.size() > 2 && word.find_first_not_of(allowed, 2) == std::string_view::npos;
}

bool is_floating(std::string_view word) {
  word = without_sign(word);
  auto whole = digits_at(word);
  word.remove_prefix(whole);
  std::size_t fraction = 0;
  if (word.starts_with('.')) {
    fraction = digits_at(word.substr(1));
    word.remove_prefix(1 + fraction);
  }
  if (whole + fraction == 0) return false;
  if (word.empty()) return true;
  if (word[0] != 'e' && word[0] != 'E') return false;
  word = without_sign(word.substr(1));
  return !word.empty() && digits_at(word) == word.size();
}

std::optional<std::int64_t> to_integer(std::string_view word) {
  int base = base_of(word);
  if (base != 10) word.remove_prefix(2);
  if (word.starts_with('+')) word.remove_prefix(1);
  std::int64_t value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
  if (error != std::errc{} || end != word.data() + word.size()) return {};
  return value;
}

std::optional<double> to_floating(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  double value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value)) return {};
  return value;
}

Meaning number(std::string_view word) {
  if (is_integer(word)) {
    return to_integer(word) ? Meaning::integer : Meaning::number_out_of_range;
  }
  if (is_floating(word)) {
    return to_floating(word) ? Meaning::floating : Meaning::number_out_of_range;
  }
  return is_one_of(without_sign(word), not_finite) ? Meaning::number_out_of_range : Meaning::text;
}

Meaning tagged(const Element& element) {
  Meaning plain = meaning_of(element.text());
  switch (element.tag) {
    case Tag::string: return Meaning::text;
    case Tag::boolean: return plain == Meaning::boolean ? plain : Meaning::mismatched_tag;
    case Tag::integer: return plain == Meaning::integer ? plain : Meaning::mismatched_tag;
    case Tag::floating:
      return plain == Meaning::floating || plain == Meaning::integer ? Meaning::floating
                                                                     : Meaning::mismatched_tag;
    default: return Meaning::mismatched_tag;
  }
}

}  // namespace

Meaning meaning_of(std::string_view plain) {
  if (plain.empty()) return Meaning::null;
  switch (plain.front()) {
    case '~':
    case 'n':
    case 'N': return is_one_of(plain, null_words) ? Meaning::null : Meaning::text;
    case 't':
    case 'T': return is_one_of(plain, true_words) ? Meaning::boolean : Meaning::text;
    case 'f':
    case 'F': return is_one_of(plain, false_words) ? Meaning::boolean : Meaning::text;
    case '+':
    case '-':
    case '.': return number(plain);
    default: return is_digit(plain.front()) ? number(plain) : Meaning::text;
  }
}

Meaning meaning_of(const Element& element) {
  switch (element.kind) {
    case Kind::null: return Meaning::null;
    case Kind::list:
      return element.tag == Tag::none || element.tag == Tag::list ? Meaning::list
                                                                  : Meaning::mismatched_tag;
    case Kind::map:
      return element.tag == Tag::none || element.tag == Tag::map ? Meaning::map
                                                                 : Meaning::mismatched_tag;
    case Kind::scalar: break;
  }
  if (element.tag != Tag::none) return tagged(element);
  return element.style == Style::plain ? meaning_of(element.text()) : Meaning::text;
}

bool boolean_of(const Element& element) { return is_one_of(element.text(), true_words); }
std::int64_t integer_of(const Element& element) { return to_integer(element.text()).value_or(0); }
double floating_of(const Element& element) { return to_floating(element.text()).value_or(0.0); }

}  // namespace headway::inline v0::yaml
