// Excerpts: the line, the caret, and lines that are hard to show.
#include "support/catch.hpp"

#include <headway/base/excerpt.hpp>

#include <rapidcheck.h>

#include <algorithm>

using namespace headway;

namespace {
struct Place {
  std::uint32_t line;
  std::uint32_t column;
  std::uint32_t length;
};
std::string shown(const std::string& text, Place place) {
  LineFinder lines;
  const auto source = std::make_shared<Source>(Source{.name = "p.yaml", .text = text});
  return excerpt(
      {.source = source, .line = place.line, .column = place.column, .length = place.length},
      lines);
}
}  // namespace

TEST_CASE("The caret stands below the span") {
  CHECK(shown("name: a\ntasks: {b: c}\n", {2, 9, 1}) ==
        "  2 | tasks: {b: c}\n"
        "    |         ^\n");
}

TEST_CASE("A span is underlined for its length") {
  CHECK(shown("depends_on: [prep]", {1, 14, 4}) ==
        "  1 | depends_on: [prep]\n"
        "    |              ^~~~\n");
}

TEST_CASE("The gutter is as wide as the line's number") {
  CHECK(shown(std::string(99, '\n') + "x", {100, 1, 1}) ==
        "  100 | x\n"
        "      | ^\n");
}

TEST_CASE("Wide characters and escapes move the caret") {
  CHECK(shown("日本: \tx", {1, 6, 1}) ==
        "  1 | 日本: \\tx\n"
        "    |         ^\n");
}

TEST_CASE("A span past the end of its line stands at the end") {
  CHECK(shown("ab\r\ncd", {1, 40, 3}) ==
        "  1 | ab\n"
        "    |   ^\n");
  CHECK(shown("ab", {9, 1, 1}) ==
        "  9 | \n"
        "    | ^\n");
}

TEST_CASE("An underline ends with the line") {
  CHECK(shown("abc", {1, 2, 99}) ==
        "  1 | abc\n"
        "    |  ^~\n");
}

TEST_CASE("A line without a column is shown without a caret") {
  CHECK(shown("abc", {1, 0, 0}) == "  1 | abc\n");
}

TEST_CASE("A source without text has no excerpt") {
  CHECK(shown("", {1, 1, 1}).empty());
  CHECK(shown("abc", {0, 0, 0}).empty());
}

TEST_CASE("A long line is cut on both sides of the span") {
  const std::string text = std::string(500, 'a') + "BAD" + std::string(500, 'b');
  const auto excerpt = shown(text, {1, 501, 3});
  CHECK(excerpt == "  1 | …" + std::string(30, 'a') + "BAD" + std::string(59, 'b') + "…\n" +
                       "    | " + std::string(31, ' ') + "^~~\n");
}

TEST_CASE("Lines are found in any order and in sources of any number") {
  LineFinder lines;
  const auto first = std::make_shared<Source>(Source{.name = "1", .text = "a\nb\nc"});
  const auto second = std::make_shared<Source>(Source{.name = "2", .text = "x\ny"});
  CHECK(lines.line_of({.source = first, .line = 3}) == "c");
  CHECK(lines.line_of({.source = first, .line = 1}) == "a");
  CHECK(lines.line_of({.source = second, .line = 2}) == "y");
  CHECK(lines.line_of({.source = second, .line = 3}).empty());
  CHECK(lines.line_of({.source = first, .line = 2}) == "b");
}

TEST_CASE("An excerpt of anything is two short lines") {
  CHECK(rc::check(
      [](const std::string& text, std::uint8_t line, std::uint8_t column, std::uint8_t length) {
        RC_PRE(!text.empty());
        const auto excerpt = shown(text, {line % 3U + 1, column + 1U, length});
        RC_ASSERT(std::count(excerpt.begin(), excerpt.end(), '\n') == 2);
        RC_ASSERT(excerpt.size() < 1000);
      }));
}
