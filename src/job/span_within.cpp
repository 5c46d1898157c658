// Finding a part of a text again in the file that the text was read from.
#include <headway/job/expression.hpp>

#include <algorithm>

namespace headway::inline v0 {
namespace {

constexpr auto npos = std::string_view::npos;

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// By blocks that a byte can count, so that a machine adds many bytes at a time: a file may be one
/// line of megabytes.
std::uint32_t code_points(std::string_view text) {
  std::uint32_t all = 0;
  for (std::size_t at = 0; at < text.size(); at += 255) {
    std::uint8_t begun = 0;
    for (const char c : text.substr(at, 255)) {
      begun = static_cast<std::uint8_t>(begun + (begins_code_point(c) ? 1 : 0));
    }
    all += begun;
  }
  return all;
}

/// The byte after `count` code points from `at`, at most the end.
std::size_t advance(std::string_view text, std::size_t at, std::uint32_t count) {
  constexpr std::size_t block = 4096;
  while (at + block < text.size()) {
    const std::uint32_t begun = code_points(text.substr(at, block));
    if (begun >= count) break;
    count -= begun;
    at += block;
  }
  while (at < text.size() && !begins_code_point(text[at])) ++at;
  for (; count > 0 && at < text.size(); --count) {
    do ++at;
    while (at < text.size() && !begins_code_point(text[at]));
  }
  return at;
}

std::size_t start_of_line(std::string_view text, std::uint32_t line) {
  std::size_t at = 0;
  while (--line > 0) {
    at = text.find('\n', at);
    if (at == npos) return text.size();
    ++at;
  }
  return at;
}

std::size_t indent_at(std::string_view text, std::size_t line_start) {
  return std::min(text.find_first_not_of(' ', line_start), text.size()) - line_start;
}

/// The end of a scalar of unknown length: of its line, or of the deeper lines below it when the
/// text has several.
std::size_t end_of_scalar(std::string_view source, std::size_t line_start, bool several_lines) {
  std::size_t end = std::min(source.find('\n', line_start), source.size());
  if (!several_lines) return end;
  const std::size_t indent = indent_at(source, line_start);
  while (end < source.size()) {
    const std::size_t next = end + 1;
    const std::size_t next_end = std::min(source.find('\n', next), source.size());
    const bool blank = next + indent_at(source, next) >= next_end;
    if (!blank && indent_at(source, next) <= indent) break;
    end = next_end;
  }
  return end;
}

/// How often `part` occurs in `text` before `offset`.
std::size_t earlier(std::string_view text, std::string_view part, std::size_t offset) {
  std::size_t count = 0;
  for (auto at = text.find(part); at < offset; at = text.find(part, at + 1)) ++count;
  return count;
}

/// `at` is within the scalar that begins at `begin`, where `whole` is.
SourceSpan span_at(const SourceSpan& whole, std::string_view source, std::size_t begin,
                   std::size_t at, std::string_view part) {
  const std::string_view before = source.substr(begin, at - begin);
  const std::size_t last_line = before.rfind('\n') + 1;  // npos + 1 is 0
  SourceSpan span = whole;
  span.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  span.column = code_points(before.substr(last_line)) + (last_line == 0 ? whole.column : 1);
  span.length = code_points(part);
  return span;
}

}  // namespace

SourceSpan span_within(const Text& text, std::size_t offset, std::size_t length) {
  const SourceSpan& span = text.span;
  const std::string_view part = std::string_view(text.value).substr(offset, length);
  if (!span.source || span.line == 0 || span.column == 0 || part.empty()) return span;
  const std::string_view source = span.source->text;
  const std::size_t line_start = start_of_line(source, span.line);
  const std::size_t begin = advance(source, line_start, span.column - 1);
  const bool several_lines = text.value.find('\n') != npos;
  const std::size_t end = span.length > 0 ? advance(source, begin, span.length)
                                          : end_of_scalar(source, line_start, several_lines);
  if (begin >= end) return span;
  const std::string_view scalar = source.substr(begin, end - begin);
  auto at = scalar.find(part);
  for (auto skip = earlier(text.value, part, offset); skip > 0 && at != npos; --skip) {
    at = scalar.find(part, at + 1);
  }
  return at == npos ? span : span_at(span, source, begin, begin + at, part);
}

}  // namespace headway::inline v0
