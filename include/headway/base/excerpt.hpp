// The line of a source that a span is in, with a caret below it.
#pragma once

#include <headway/base/source_span.hpp>
#include <headway/base/utf8.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// Finds lines of a source; fast when asked for them in order. Borrows nothing between sources that
/// the spans it is given do not keep alive. One thread at a time.
class LineFinder {
 public:
  /// The line of `span` without its line break; nothing known gives an empty line.
  std::string_view line_of(const SourceSpan& span);

 private:
  std::shared_ptr<const Source> source_;
  std::size_t offset_ = 0;  // where line_ begins
  std::uint32_t line_ = 1;
};

/// Two lines for a terminal, each ending in a line break:
///
///       12 |     depends_on: [preproces]
///          |                  ^~~~~~~~~
///
/// Empty where the span's source has no text or the span no line. What cannot be shown is escaped;
/// a long line is cut on both sides of the span.
std::string excerpt(const SourceSpan& span, LineFinder& lines);

// ---------------------------------------------------------------------------------------------

namespace detail {

inline constexpr std::size_t widest_excerpt = 92;  // columns of source that are shown

/// A line as it is shown: a piece and its columns for each code point.
struct ShownLine {
  std::vector<std::string> pieces{};
  std::vector<std::size_t> columns{};
};

/// The code points of `line` around `focus`; no more than an excerpt can need are kept on its
/// right.
inline ShownLine shown_line(std::string_view line, std::size_t focus) {
  ShownLine shown;
  while (!line.empty() && shown.pieces.size() < focus + widest_excerpt) {
    const auto point = take_code_point(line);
    shown.pieces.push_back(escaped(point));
    shown.columns.push_back(columns_of(point));
  }
  return shown;
}

/// Half-open ranges of code points: what is shown, and what is underlined.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
};

inline std::size_t width(const ShownLine& line, Window part) {
  std::size_t sum = 0;
  for (std::size_t i = part.first; i < part.last; ++i) sum += line.columns[i];
  return sum;
}

/// The widest part of the line that fits and holds the start of the span, with a third before it.
inline Window window_around(const ShownLine& line, std::size_t focus) {
  Window part{focus, focus};
  std::size_t used = 0;
  const auto fits = [&](std::size_t at, std::size_t limit) {
    return used + line.columns[at] <= limit;
  };
  while (part.first > 0 && fits(part.first - 1, widest_excerpt / 3)) {
    used += line.columns[--part.first];
  }
  while (part.last < line.pieces.size() && fits(part.last, widest_excerpt)) {
    used += line.columns[part.last++];
  }
  while (part.first > 0 && fits(part.first - 1, widest_excerpt)) used += line.columns[--part.first];
  return part;
}

inline std::string text_of(const ShownLine& line, Window part) {
  std::string text = part.first > 0 ? "…" : "";
  for (std::size_t i = part.first; i < part.last; ++i) text += line.pieces[i];
  return part.last < line.pieces.size() ? text + "…" : text;
}

inline std::string caret_line(const ShownLine& line, Window part, Window marked) {
  std::string text(width(line, {part.first, marked.first}) + (part.first > 0 ? 1 : 0), ' ');
  const std::size_t length = width(line, marked);
  return text + '^' + std::string(length > 1 ? length - 1 : 0, '~');
}

}  // namespace detail

inline std::string_view LineFinder::line_of(const SourceSpan& span) {
  if (!span.source || span.line == 0) return {};
  if (span.source != source_ || span.line < line_) {
    source_ = span.source;
    offset_ = 0;
    line_ = 1;
  }
  const std::string_view text = source_->text;
  while (line_ < span.line) {
    const auto end = text.find('\n', offset_);
    if (end == std::string_view::npos) return {};
    offset_ = end + 1;
    ++line_;
  }
  auto line = text.substr(offset_, text.find('\n', offset_) - offset_);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

inline std::string excerpt(const SourceSpan& span, LineFinder& lines) {
  if (!span.source || span.source->text.empty() || span.line == 0) return {};
  const std::string number = std::to_string(span.line);
  const std::size_t asked = span.column == 0 ? 0 : span.column - 1;
  const auto line = detail::shown_line(lines.line_of(span), asked);
  const std::size_t focus = asked < line.pieces.size() ? asked : line.pieces.size();
  const auto part = detail::window_around(line, focus);
  const std::size_t end = focus + (span.length == 0 ? 1 : span.length);
  const detail::Window marked{focus, end < part.last ? end : part.last};
  std::string text = "  " + number + " | " + detail::text_of(line, part) + '\n';
  if (span.column == 0) return text;
  return text.append(number.size() + 2, ' ') + " | " + detail::caret_line(line, part, marked) +
         '\n';
}

}  // namespace headway::inline v0
