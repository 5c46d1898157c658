// Patterns of `matches`: what they match, what is refused, and how long they may take.
#include "support/expressions.hpp"

using namespace expressions;

namespace {

bool matches(const std::string& text, const std::string& pattern) {
  const Value found = value_of("t.matches(p)", {{"t", Value(text)}, {"p", Value(pattern)}});
  return *found.get_if<bool>();
}

std::string fault_of(const std::string& pattern) {
  return result_of("''.matches(p)", {{"p", Value(pattern)}});
}

}  // namespace

TEST_CASE("a pattern matches anywhere unless it is anchored") {
  CHECK(matches("hello", "ell"));
  CHECK_FALSE(matches("hello", "^ell"));
  CHECK_FALSE(matches("hello", "ell$"));
  CHECK(matches("hello", "^hello$"));
  CHECK(matches("", ""));
  CHECK(matches("a", ""));
}

TEST_CASE("patterns have the syntax of RE2") {
  const auto [pattern, text, found] = GENERATE(table<std::string, std::string, bool>({
      {"a|b|cd", "xcdx", true},
      {"^(a|b)*$", "abba", true},
      {"^(a|b)*$", "abca", false},
      {"^a?b+c*$", "bb", true},
      {"^a{2,3}$", "aa", true},
      {"^a{2,3}$", "aaaa", false},
      {"^a{2}$", "aaa", false},
      {"^a{2,}$", "aaaaa", true},
      {"^a{0}b$", "b", true},
      {"a{,2}", "a{,2}", true},
      {"a{b}", "a{b}", true},
      {"^(?:ab)+?$", "abab", true},
      {"^[a-c_]+$", "a_c", true},
      {"^[^a-c]+$", "xyz", true},
      {"^[^a-c]+$", "xbz", false},
      {"^[]a]+$", "]a]", true},
      {"^[a-]+$", "a-a", true},
      {"^[[:alpha:][:digit:]]+$", "aZ9", true},
      {"^[[:^digit:]]+$", "a1", false},
      {"^[\\d.]+$", "1.2", true},
      {"^\\w+\\s\\W\\D$", "a_1 -x", true},
      {"\\bcat\\b", "a cat!", true},
      {"\\bcat\\b", "concat", false},
      {"\\Bcat", "concat", true},
      {".", "\n", false},
      {"(?s).", "\n", true},
      {"^b$", "a\nb\nc", false},
      {"(?m)^b$", "a\nb\nc", true},
      {"(?m:^b$)", "a\nb\nc", true},
      {"\\Ab\\z", "b", true},
      {"(?i)straSSe", "STRASSE", true},
      {"(?i:a)b", "Ab", true},
      {"(?i:a)b", "AB", false},
      {"(?i-i:a)b", "Ab", false},
      {"(a(?i)b)c", "aBc", true},
      {"(a(?i)b)c", "aBC", false},
      {"(?P<year>\\d{4})-(?<month>\\d\\d)", "2024-05", true},
      {"\\x41\\x{1F431}\\101\\n", "A🐱A\n", true},
      {"^.{3}$", "äöü", true},
      {"^[ä-ü]+$", "äöü", true},
      {"\\Qa.b*\\E", "a.b*", true},
      {"^\\Qab\\E+$", "abbb", true},
      {"\\.\\*\\(\\)\\[\\]\\{\\}\\|\\^\\$\\\\\\?\\+\\-", ".*()[]{}|^$\\?+-", true},
      {"^(a*)*$", "aaaa", true},
      {"^(a|b|)+c$", "abc", true},
      {"(|a)(|b)$", "", true},
  }));
  INFO(pattern << " in " << text);
  CHECK(matches(text, pattern) == found);
}

TEST_CASE("what cannot be matched in linear time is refused") {
  const auto [pattern, reason] = GENERATE(table<std::string, std::string>({
      {"(a)\\1", "a back reference is not supported"},
      {"(?=a)", "looking ahead or behind is not supported"},
      {"(?!a)", "looking ahead or behind is not supported"},
      {"(?<=a)b", "looking ahead or behind is not supported"},
      {"(?<!a)b", "looking ahead or behind is not supported"},
      {"(?>a)", "\"(?>\" is not supported"},
      {"\\p{Greek}", "Unicode's classes"},
      {"\\PL", "Unicode's classes"},
      {"\\C", "\"\\C\" is not supported"},
      {"\\Z", "\"\\Z\" is not supported"},
  }));
  CHECK_THAT(fault_of(pattern), Catch::Contains(reason));
}

TEST_CASE("what is malformed is refused") {
  const auto [pattern, reason] = GENERATE(table<std::string, std::string>({
      {"(a", "a group is not closed"},
      {"a)", "a group is closed that was not opened"},
      {"(?i", "a group is not closed"},
      {"(?P<1>a)", "a group has no proper name"},
      {"[a", "a set of characters is not closed"},
      {"[]", "a set of characters is not closed"},
      {"[b-a]", "a range of characters ends before it begins"},
      {"[[:nope:]]", "there is no such set of characters"},
      {"*a", "a repetition has nothing to repeat"},
      {"a|{2}", "a repetition has nothing to repeat"},
      {"a**", "a repetition follows a repetition"},
      {"a{2}{3}", "a repetition follows a repetition"},
      {"a{2,1}", "a repetition ends before it begins"},
      {"a{1001}", "more than 1000 repetitions"},
      {"a\\", "the pattern ends in a backslash"},
      {"\\xg1", "an escape lacks digits"},
      {"\\x{110000}", "an escape names no character"},
  }));
  CHECK_THAT(fault_of(pattern), Catch::Contains(reason));
}

TEST_CASE("patterns are bounded") {
  CHECK_THAT(fault_of("((a{100}){100}){100}"), Catch::Contains("the pattern is too large"));
  CHECK_THAT(fault_of(std::string(101, '(') + std::string(101, ')')),
             Catch::Contains("groups nest too deeply"));
  CHECK_THAT(fault_of(std::string(5'000, 'a')), Catch::Contains("it is too long"));
}

TEST_CASE("patterns that make others backtrack for ever take linear time") {
  CHECK_FALSE(matches(std::string(20'000, 'a'), "^(a*)*(a|a)*(a?a?)*b$"));
  CHECK_FALSE(matches(std::string(100, 'a'), "(x+x+)+y|(a|aa)+$b"));
}

TEST_CASE("matching counts as work") {
  CHECK(result_of("t.matches('((a?){30}){30}b')", {{"t", Value(std::string(100'000, 'a'))}}) ==
        "error: it takes too much work");
}

TEST_CASE("bytes that are no UTF-8 match as an unknown character") {
  CHECK(matches("a\xFF", "^a.$"));
  CHECK(matches("\xFF", "\\x{FFFD}"));
}
