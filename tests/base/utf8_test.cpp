// UTF-8: what is valid, what is escaped, how wide it is.
#include "support/catch.hpp"

#include <headway/base/utf8.hpp>

#include <rapidcheck.h>

using namespace headway;

namespace {
CodePoint first_of(std::string_view text) { return take_code_point(text); }
}  // namespace

TEST_CASE("Code points are taken one by one") {
  std::string_view text = "aß語🎉";
  CHECK(take_code_point(text).value == U'a');
  CHECK(take_code_point(text).value == U'ß');
  CHECK(take_code_point(text).value == U'語');
  CHECK(take_code_point(text).value == U'🎉');
  CHECK(text.empty());
}

TEST_CASE("Bytes that are no UTF-8 come alone") {
  const auto text = GENERATE("\xFF", "\x80", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xE0\x80\x80",
                             "\xF4\x90\x80\x80", "\xF5", "\xE2\x82");
  const auto point = first_of(text);
  CHECK_FALSE(point.valid);
  CHECK(point.bytes.size() == 1);
}

TEST_CASE("Control characters and marks that reorder text are escaped") {
  CHECK(escaped("a\tb\r\n") == "a\\tb\\r\\n");
  CHECK(escaped("\x1b[31m") == "\\x1b[31m");
  CHECK(escaped("\xC2\x85") == "\\x85");
  CHECK(escaped("\xE2\x80\xAE") == "\\u{202e}");
  CHECK(escaped("\xF3\xA0\x80\x81") == "\\u{e0001}");
  CHECK(escaped("\xFF") == "\\xff");
  CHECK(escaped("größe 語 🎉") == "größe 語 🎉");
}

TEST_CASE("Columns are those of a terminal") {
  CHECK(columns_of(first_of("a")) == 1);
  CHECK(columns_of(first_of("語")) == 2);
  CHECK(columns_of(first_of("🎉")) == 2);
  CHECK(columns_of(first_of("\xCC\x81")) == 0);
  CHECK(columns_of(first_of("\t")) == 2);
  CHECK(columns_of(first_of("\xFF")) == 4);
}

TEST_CASE("Any bytes are taken to their end and none twice") {
  CHECK(rc::check([](const std::string& bytes) {
    std::string_view rest = bytes;
    std::string taken;
    while (!rest.empty()) taken += take_code_point(rest).bytes;
    RC_ASSERT(taken == bytes);
  }));
}
