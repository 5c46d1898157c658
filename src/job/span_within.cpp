// Finding a part of a text again in the file that the text was read from.
#include <headway/job/expression.hpp>

#include <algorithm>

namespace headway::inline v0 {
namespace {

constexpr auto npos = std::string_view::npos;

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::uint32_t code_points(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

/// The byte after `count` code points from `at`, at most the end.
std::size_t advance(std::string_view text, std::size_t at, std::uint32_t count) {
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

SourceSpan span_at(const SourceSpan& whole, std::string_view source, std::size_t at,
                   std::string_view part) {
  const std::size_t line_start = source.rfind('\n', at) + 1;  // npos + 1 is 0
  SourceSpan span = whole;
  span.line += static_cast<std::uint32_t>(
      std::count(source.begin() + static_cast<std::ptrdiff_t>(start_of_line(source, whole.line)),
                 source.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  span.column = code_points(source.substr(line_start, at - line_start)) + 1;
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
  return at == npos ? span : span_at(span, source, begin + at, part);
}

}  // namespace headway::inline v0
