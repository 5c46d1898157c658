// UTF-8: code points of a text, and how each is shown on a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// One code point of a text, or one byte that is no UTF-8. A value; `bytes` borrows the text.
struct CodePoint {
  std::string_view bytes;
  char32_t value = 0;  // of an invalid byte: the byte
  bool valid = true;
};

/// Takes the first code point off `text`, which must not be empty. Overlong forms, surrogates and
/// what is past U+10FFFF are invalid and come byte by byte.
CodePoint take_code_point(std::string_view& text);

/// Printable text as it is; control characters, marks that reorder or hide text, and invalid bytes
/// as `\n`, `\x1b`, `\u{202e}`.
std::string escaped(std::string_view text);
std::string escaped(const CodePoint& point);

/// The columns a code point takes once it is `escaped`: 1 for most, 2 for wide East Asian
/// characters and emoji, 0 for combining marks.
std::size_t columns_of(const CodePoint& point);

// ---------------------------------------------------------------------------------------------

namespace detail {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
constexpr bool in_ranges(char32_t value, const CodePointRange (&ranges)[N]) {
  for (const auto& range : ranges) {
    if (value >= range.first && value <= range.last) return true;
  }
  return false;
}

// Control characters, and format characters that reorder, hide or break what is shown.
inline constexpr CodePointRange unprintable[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};
inline constexpr CodePointRange combining[] = {
    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
inline constexpr CodePointRange wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

/// The length that a first byte announces and the bits it gives; 0 where no sequence begins.
constexpr std::size_t announced_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

constexpr bool is_scalar(char32_t value, std::size_t length) {
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return value >= smallest[length] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

/// The length of the code point at the start of `text` and its value; length 0 where it is invalid.
constexpr std::size_t decode(std::string_view text, char32_t& value) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = announced_length(first);
  if (length == 0 || length > text.size()) return 0;
  value = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return 0;
    value = (value << 6U) | (byte & 0x3FU);
  }
  return is_scalar(value, length) ? length : 0;
}

inline std::string hexadecimal(char32_t value, std::size_t width) {
  std::string digits;
  for (; value != 0 || digits.size() < width; value >>= 4U) {
    digits.insert(digits.begin(), "0123456789abcdef"[value & 15U]);
  }
  return digits;
}

}  // namespace detail

inline CodePoint take_code_point(std::string_view& text) {
  CodePoint point;
  std::size_t length = detail::decode(text, point.value);
  if (length == 0) {
    length = 1;
    point.valid = false;
    point.value = static_cast<unsigned char>(text.front());
  }
  point.bytes = text.substr(0, length);
  text.remove_prefix(length);
  return point;
}

inline std::string escaped(const CodePoint& point) {
  if (!point.valid) return "\\x" + detail::hexadecimal(point.value, 2);
  if (!detail::in_ranges(point.value, detail::unprintable)) return std::string(point.bytes);
  switch (point.value) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  if (point.value < 0x100) return "\\x" + detail::hexadecimal(point.value, 2);
  return "\\u{" + detail::hexadecimal(point.value, 4) + '}';
}

inline std::string escaped(std::string_view text) {
  std::string result;
  while (!text.empty()) result += escaped(take_code_point(text));
  return result;
}

inline std::size_t columns_of(const CodePoint& point) {
  if (!point.valid || detail::in_ranges(point.value, detail::unprintable)) {
    return escaped(point).size();
  }
  if (detail::in_ranges(point.value, detail::combining)) return 0;
  return detail::in_ranges(point.value, detail::wide) ? 2 : 1;
}

}  // namespace headway::inline v0
