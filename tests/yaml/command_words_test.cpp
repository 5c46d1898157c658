// How a command in one string becomes words.
#include "yaml/command_words.hpp"
#include "support/catch.hpp"

using namespace headway::yaml;
using Trouble = CommandWords::Trouble;

namespace {

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> result;
  auto split = split_command(text);
  INFO(text);
  CHECK(split.trouble == Trouble::none);
  for (const auto& word : split.words) result.push_back(word.text);
  return result;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("white space of any kind separates words") {
  CHECK(words("python  train.py\t--fast\n") == Words{"python", "train.py", "--fast"});
  CHECK(words("   ").empty());
}

TEST_CASE("quotes hold words together and may be empty") {
  CHECK(words("a 'b c' \"d e\"f") == Words{"a", "b c", "d ef"});
  CHECK(words("a '' \"\"") == Words{"a", "", ""});
  CHECK(words("say \"a \\\"b\\\" \\\\ \\n\"") == Words{"say", "a \"b\" \\ \\n"});
  CHECK(words("say 'a\\b' c\\d") == Words{"say", "a\\b", "c\\d"});
}

TEST_CASE("an expression stays one part of its word") {
  CHECK(words("x --a=${{ params.a }} b") == Words{"x", "--a=${{ params.a }}", "b"});
  CHECK(words("x ${{ p['}} '] }}${{ q }}") == Words{"x", "${{ p['}} '] }}${{ q }}"});
  CHECK(words("x \"${{ p[\"a b\"] }} c\"") == Words{"x", "${{ p[\"a b\"] }} c"});
  CHECK(words("x $${{ a }}") == Words{"x", "$${{", "a", "}}"});
}

TEST_CASE("what only a shell understands is trouble") {
  for (const char* text : {"echo $HOME", "echo $(date)", "echo ${X}", "a | b", "a > b", "a < b",
                           "a && b", "a; b", "ls *.py", "echo `date`", "echo $1", "echo $?"}) {
    INFO(text);
    CHECK(split_command(text).trouble == Trouble::shell_syntax);
  }
}

TEST_CASE("quoted shell signs are letters") {
  CHECK(words("grep '$X|>&&*;`' \"a|b\"") == Words{"grep", "$X|>&&*;`", "a|b"});
  CHECK(words("cost 5$ a&b") == Words{"cost", "5$", "a&b"});
}

TEST_CASE("trouble says where it stands") {
  auto split = split_command("make && make install");
  CHECK(split.offset == 5);
  CHECK(split.found == "&&");
}

TEST_CASE("open quotes and open expressions are trouble") {
  CHECK(split_command("echo 'a").trouble == Trouble::open_quote);
  CHECK(split_command("echo \"a").offset == 5);
  CHECK(split_command("echo ${{ a }").trouble == Trouble::open_expression);
}
