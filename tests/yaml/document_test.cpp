// The strict layer: each row of what yaml-cpp does and we do instead.
#include "yaml/document.hpp"
#include "support/catch.hpp"

#include <headway/base/error.hpp>
#include <headway/yaml/load.hpp>

#include <string>

using namespace headway;
using namespace headway::yaml;

namespace {

/// The document of a text that has nothing wrong with it.
Document document(const std::string& text, const std::string& name = "a.yaml") {
  Diagnostics found;
  auto result = parse(text, name, found);
  INFO(render(found));
  REQUIRE(found.empty());
  REQUIRE(result);
  return std::move(*result);
}

/// The codes of what is wrong with a text.
std::vector<std::string> codes(const std::string& text, const std::string& name = "a.yaml") {
  Diagnostics found;
  static_cast<void>(parse(text, name, found));
  std::vector<std::string> result;
  for (const auto& finding : found) result.push_back(finding.code);
  return result;
}

using Codes = std::vector<std::string>;

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (; times > 0; --times) result += text;
  return result;
}

}  // namespace

TEST_CASE("a document knows kind and style and text of each element") {
  auto doc = document("a: plain\nb: 'single'\nc: \"double\"\nd: |\n  literal\ne: >\n  folded\n");
  CHECK(doc.root().kind == Kind::map);
  CHECK(doc.root().find("a")->style == Style::plain);
  CHECK(doc.root().find("b")->style == Style::single_quoted);
  CHECK(doc.root().find("c")->style == Style::double_quoted);
  CHECK(doc.root().find("d")->style == Style::literal);
  CHECK(doc.root().find("e")->style == Style::folded);
  CHECK(doc.root().find("d")->text() == "literal\n");
}

TEST_CASE("a style is known behind an anchor and a tag") {
  auto doc = document("a: &x 'one'\nb: !!str |\n  two\nc: &y\n  \"three\"\nd: &z plain\n");
  CHECK(doc.root().find("a")->style == Style::single_quoted);
  CHECK(doc.root().find("b")->style == Style::literal);
  CHECK(doc.root().find("c")->style == Style::double_quoted);
  CHECK(doc.root().find("d")->style == Style::plain);
}

TEST_CASE("keys are found in small and in large maps") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "key" + std::to_string(i) + ": " + std::to_string(i) + '\n';
  auto large = document(text);
  CHECK(large.root().family()->index != nullptr);
  CHECK(large.root().find("key0")->text() == "0");
  CHECK(large.root().find("key499")->text() == "499");
  CHECK(large.root().find("key500") == nullptr);
  CHECK(document("a: 1\n").root().find("b") == nullptr);
  CHECK(document("[a]").root().find("a") == nullptr);
}

TEST_CASE("lines and columns count from one in code points") {
  auto doc = document("é: ü\n한: {국: 어}\n");
  CHECK(doc.root().key(1).line == 2);
  const Element& inner = doc.root().value(1);
  CHECK(inner.column == 4);
  CHECK(inner.key(0).column == 5);
  CHECK(inner.value(0).column == 8);
}

TEST_CASE("a span has its length where the text stands as it reads") {
  auto doc = document("a: plain text\nb: 'it is'\nc: \"tab\\t\"\nd: folded\n  here\n");
  CHECK(doc.span(*doc.root().find("a")).length == 10);
  CHECK(doc.span(*doc.root().find("b")).length == 7);
  CHECK(doc.span(*doc.root().find("c")).length == 0);
  CHECK(doc.span(*doc.root().find("d")).length == 0);
}

TEST_CASE("an alias has its own place and what it names") {
  auto doc = document("a: &x [1, 2]\nb: *x\n");
  const Element& alias = *doc.root().find("b");
  CHECK(alias.line == 2);
  CHECK(alias.column == 4);
  CHECK(alias.count() == 2);
  CHECK(alias.children()[1].text() == "2");
}

TEST_CASE("a block scalar points at its indicator") {
  auto doc = document("script: |\n  echo\n");
  CHECK(doc.root().value(0).line == 1);
  CHECK(doc.root().value(0).column == 9);
}

TEST_CASE("duplicate keys are an error with both lines") {
  Diagnostics found;
  static_cast<void>(parse("a: 1\nb: 2\na: 3\n", "a.yaml", found));
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "duplicate-key");
  CHECK(found[0].span.line == 3);
  CHECK(found[0].notes == Codes{"it is first written in line 1"});
}

TEST_CASE("keys that differ in escapes only are the same key") {
  CHECK(codes("{\"a\": 1, \"\\u0061\": 2}", "a.json") == Codes{"duplicate-key"});
  CHECK(codes("{\"a\": 1, \"\\u0061\": 2}", "a.yaml") == Codes{"duplicate-key"});
  CHECK(codes("a: 1\n'a': 2\n") == Codes{"duplicate-key"});
}

TEST_CASE("merge keys and complex keys and unknown tags are refused") {
  CHECK(codes("<<: {a: 1}\n") == Codes{"merge-key"});
  CHECK(codes("\"<<\": {a: 1}\n") == Codes{});
  CHECK(codes("? [a]\n: b\n") == Codes{"complex-key"});
  CHECK(codes("~: b\n") == Codes{"complex-key"});
  CHECK(codes("a: !foo b\n") == Codes{"unknown-tag"});
  CHECK(codes("a: !<tag:example.org,2000:x> b\n") == Codes{"unknown-tag"});
  CHECK(codes("a: !foo [b]\n") == Codes{"unknown-tag"});
  CHECK(codes("a: ! b\n") == Codes{"unknown-tag"});
  CHECK(codes("a: &x ! b\n") == Codes{"unknown-tag"});
  CHECK(codes("a: ! [b]\n") == Codes{"unknown-tag"});
}

TEST_CASE("a quoted scalar is no unknown tag") {
  CHECK(codes("a: 'b'\nc: &x \"d\"\ne: |\n  f\n").empty());
}

TEST_CASE("there is one document and nothing after it") {
  CHECK(codes("a: 1\n---\nb: 2\n") == Codes{"second-document"});
  CHECK(codes("---\na: 1\n...\n") == Codes{});
  CHECK(codes("a: 1\n...\nb\n") == Codes{"text-after-document"});
  CHECK(codes("{a: 1} b\n") == Codes{"text-after-document"});
  CHECK(codes("- a\nb: 1\n") == Codes{"text-after-document"});
}

TEST_CASE("a text on which the parser stands still is refused") {
  CHECK(codes(",") == Codes{"text-after-document"});
  CHECK(codes(", ,") == Codes{"text-after-document"});
  CHECK_FALSE(codes("]").empty());
  CHECK_FALSE(codes("a: 1\n,\n").empty());
}

TEST_CASE("nesting ends at 64 levels in both syntaxes") {
  for (const char* name : {"a.yaml", "a.json"}) {
    CHECK(codes(repeated("[", 64) + repeated("]", 64), name).empty());
    CHECK(codes(repeated("[", 65) + repeated("]", 65), name) == Codes{"too-deep"});
    CHECK(codes(repeated("{\"a\":", 200) + "1" + repeated("}", 200), name) == Codes{"too-deep"});
  }
  CHECK(codes(repeated("- ", 5000) + "a") == Codes{"too-deep"});
}

TEST_CASE("aliases do not dig deeper than the limit") {
  std::string deep = "a: &a " + repeated("[", 40) + repeated("]", 40);
  CHECK(codes(deep + "\nb: " + repeated("[", 22) + "*a" + repeated("]", 22)).empty());
  CHECK(codes(deep + "\nb: " + repeated("[", 24) + "*a" + repeated("]", 24)) == Codes{"too-deep"});
}

TEST_CASE("an alias inside of what it names is a cycle") {
  CHECK(codes("a: &x [*x]\n") == Codes{"alias-cycle"});
  CHECK(codes("&x {a: {b: *x}}\n") == Codes{"alias-cycle"});
}

TEST_CASE("an alias bomb is refused before it goes off") {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i <= 10; ++i) {
    auto before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
            repeated(before + ",", 9) + before + "]\n";
  }
  CHECK(codes(bomb) == Codes{"alias-bomb"});
}

TEST_CASE("a hundred thousand aliased elements are allowed and one more is not") {
  std::string text = "a: &a [" + repeated("x,", 999) + "]\nb: [";
  CHECK(codes(text + repeated("*a,", 100) + "]").empty());
  CHECK(codes(text + repeated("*a,", 101) + "]") == Codes{"alias-bomb"});
}

TEST_CASE("a million elements are the end of a YAML file") {
  CHECK(codes("[" + repeated("a,", 1'000'001) + "]") == Codes{"too-many-elements"});
}

TEST_CASE("size is checked before anything is parsed") {
  std::string large(largest_yaml + 1, 'a');
  CHECK(codes(large) == Codes{"file-too-large"});
  CHECK(codes("{\"a\": \"" + large + "\"}", "a.json").empty());
  CHECK(codes("{\"a\": \"" + large + "\"}", "a.yaml").empty());  // JSON by its first letters
}

TEST_CASE("only clean UTF-8 is read") {
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF5", "a\xC3", "\xE2\x82", "\xF0\x9F\x98"}) {
    CHECK(codes(std::string("a: ") + bad) == Codes{"not-utf8"});
    CHECK(codes(std::string("{\"a\": \"") + bad + "\"}", "a.json") == Codes{"not-utf8"});
  }
}

TEST_CASE("control characters are refused wherever they stand") {
  for (char c : {'\x00', '\x01', '\x04', '\x1B', '\x7F', '\f'}) {
    CHECK(codes(std::string("a: x") + c + "y\n") == Codes{"control-character"});
  }
  CHECK(codes("a: \"\xC2\x85\"\n").empty());
  CHECK(codes("a: \xC2\x9B\n") == Codes{"control-character"});
  CHECK(codes("a: 1\rb: 2\r") == Codes{"control-character"});
  CHECK(codes("a: 1\r\nb: 2\r\n").empty());
}

TEST_CASE("a byte order mark is no part of the text") {
  auto doc = document(
      "\xEF\xBB\xBF"
      "a: 1\n");
  CHECK(doc.root().key(0).text() == "a");
  CHECK(doc.root().key(0).column == 1);
}

TEST_CASE("a quote that never closes is an error") {
  CHECK(codes("a: \"b\n") == Codes{"yaml-syntax"});
  CHECK(codes("a: 'b\n") == Codes{"yaml-syntax"});
  CHECK(codes("a: 'it''s\n") == Codes{"yaml-syntax"});
  CHECK(codes("a: \"b\\\"\n") == Codes{"yaml-syntax"});
  CHECK(codes("a: 'it''s'\n").empty());
  CHECK(codes("a: \"b\\\"\"\n").empty());
}

TEST_CASE("JSON comes in through a name or its first letters") {
  CHECK(looks_like_json("[]", "a.json"));
  CHECK(looks_like_json(" \n{ \"a\": 1}", "a"));
  CHECK(looks_like_json("{}", "a"));
  CHECK_FALSE(looks_like_json("{a: 1}", "a.yaml"));
  CHECK_FALSE(looks_like_json("a: 1", "a.yaml"));
}

TEST_CASE("JSON has the same elements with their places") {
  auto doc =
      document("{\n  \"a\": [1, \"two\", {\"b\": null}],\n  \"é\": \"\\u00e9\\n\"\n}", "a.json");
  const Element& list = *doc.root().find("a");
  CHECK(list.line == 2);
  CHECK(list.column == 8);
  CHECK(list.children()[1].text() == "two");
  CHECK(list.children()[1].column == 12);
  CHECK(list.children()[2].value(0).kind == Kind::null);
  CHECK(doc.root().find("é")->text() == "é\n");
  CHECK(doc.root().find("é")->column == 8);
}

TEST_CASE("JSON is held to its own grammar") {
  for (const char* bad : {"{",
                          "[1,]",
                          "{\"a\":1,}",
                          "{a: 1}",
                          "[01]",
                          "[1.]",
                          "[.5]",
                          "[+1]",
                          "[1e]",
                          "[-]",
                          "[nul]",
                          "[truex]",
                          "[NaN]",
                          "{\"a\" 1}",
                          "[1 2]",
                          "[\"a\" \"b\"]",
                          "[1]]",
                          "[\"\\x\"]",
                          "[\"a]",
                          "{\"a\":}",
                          "{\"a\":1 \"b\":2}",
                          "[1][2]",
                          "nothing",
                          "{\"a\\q\": 1}",
                          "[\"\\ud800\"]"}) {
    INFO(bad);
    CHECK(codes(bad, "a.json") == Codes{"json-syntax"});
  }
  CHECK(codes("[1, -2, 0, 1.5, -0.1e+5, 1E3, true, false, null, \"\"]", "a.json").empty());
  for (const char* root : {" 5 ", "5", "\"a\"", " null\n", "true"}) {
    CHECK(codes(root, "a.json").empty());
  }
  for (const char* bad : {"5 6", "\"a\" 5", "true false", "05", "\"a"}) {
    CHECK(codes(bad, "a.json") == Codes{"json-syntax"});
  }
}
