// The canonical text: how it looks, and that it reads back as what it was.
#include "support/catch.hpp"
#include "support/generators.hpp"
#include "support/golden.hpp"
#include "yaml/quoting.hpp"

#include <headway/base/error.hpp>
#include <headway/base/invalid_pipeline.hpp>
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

#include <rapidcheck.h>

#include <limits>

using namespace headway;

namespace {

std::string canonical(const std::string& text) { return yaml::save(yaml::load(text, "a.yaml")); }

/// Reads one text back from every place it can be written at.
void reads_back(const std::string& text) {
  Pipeline pipeline{.name = "p", .description = text};
  pipeline.tasks.push_back({.name = "t", .body = CommandBody{{{"x"}, {text}}}});
  pipeline.tasks.push_back({.name = "s", .body = ScriptBody{{text}}});
  INFO(yaml::save(pipeline));
  CHECK(yaml::load(yaml::save(pipeline), "a.yaml") == pipeline);
}

}  // namespace

TEST_CASE("a whole pipeline is saved in the approved form") {
  for (const auto& input : golden::inputs("canonical")) {
    INFO(input);
    auto text = canonical(golden::bytes(input));
    golden::check(text, "canonical/" + input.stem().string() + ".txt");
    CHECK(canonical(text) == text);
  }
}

TEST_CASE("saving what was loaded gives back every pipeline") {
  CHECK(rc::check("load(save(p)) == p", [](const Pipeline& pipeline) {
    auto text = yaml::save(pipeline);
    RC_LOG() << text;
    RC_ASSERT(yaml::load(text, "a.yaml") == pipeline);
  }));
}

TEST_CASE("the canonical text is a fixed point") {
  CHECK(rc::check("save(load(save(p))) == save(p)", [](const Pipeline& pipeline) {
    auto text = yaml::save(pipeline);
    RC_ASSERT(canonical(text) == text);
  }));
}

TEST_CASE("awkward texts keep every character") {
  for (const char* text : {"",
                           " ",
                           "a ",
                           " a",
                           "true",
                           "null",
                           "~",
                           "010",
                           "5",
                           "1.5",
                           "1e3",
                           "yes",
                           "no",
                           "on",
                           "off",
                           "y",
                           "=",
                           "<<",
                           "-",
                           "- a",
                           "-a",
                           "--a",
                           "?",
                           "? a",
                           "?a",
                           ":",
                           ": a",
                           ":a",
                           "a:",
                           "a: b",
                           "a:b",
                           "a #b",
                           "a#b",
                           "#a",
                           "@a",
                           "`a`",
                           "%a",
                           "&a",
                           "*a",
                           "!a",
                           "|",
                           ">",
                           "[a]",
                           "{a}",
                           "a, b",
                           "a]",
                           "'",
                           "''",
                           "it's",
                           "\"",
                           "\"a\"",
                           "a\"b",
                           "a'b\"c",
                           "\\",
                           "C:\\d",
                           "a\\n",
                           "\t",
                           "a\tb",
                           "\ta",
                           "a\n",
                           "a\nb",
                           "\na",
                           "a\n\n",
                           "a\n\nb\n",
                           "\n",
                           "\n\n",
                           " a\nb",
                           "a\n b",
                           "a\n  b\n",
                           "a \nb",
                           "a\n \nb",
                           "a\n\tb\n",
                           "a\r\nb",
                           "---",
                           "--- a",
                           "...",
                           "a\n---\nb",
                           "a\n...\n",
                           "# a\nb",
                           "a\n# b\n",
                           "a\n\n\n",
                           "${{ x }}",
                           "a ${{ x }} b",
                           "$${{",
                           "1:30",
                           "2020-01-01",
                           "1_000",
                           "0b1",
                           "0x1F",
                           ".inf",
                           "é",
                           "한국어 😀",
                           "a\u2028b",
                           "a\u0085b",
                           "\uFEFFa",
                           "a\uFEFF",
                           "\x01",
                           "\x1b[0m",
                           "\x7f",
                           "a\u009b",
                           "{{ x }}",
                           "a? b",
                           "x: y\nz",
                           "|\na",
                           "a:\nb",
                           "key: |\n  x\n",
                           "0o17",
                           "+1",
                           "-.5",
                           ".5.",
                           "12e03",
                           "NULL",
                           "True",
                           "e5"}) {
    reads_back(text);
  }
}

TEST_CASE("texts of several lines are literal blocks where that is exact") {
  CHECK(yaml::fits_literal("a\nb\n"));
  CHECK(yaml::fits_literal("a\nb"));
  CHECK_FALSE(yaml::fits_literal("a"));
  CHECK_FALSE(yaml::fits_literal(" a\nb"));
  CHECK_FALSE(yaml::fits_literal("a\r\nb"));
}

TEST_CASE("a version is a property of the canonical text alone") {
  auto one = yaml::load("headway: v1\nname: a\ntasks: {t: {command: echo hi}}\n", "x.yaml");
  auto two = yaml::load(
      "{\"headway\":\"v1\",\"tasks\":{\"t\":{\"command\":[\"echo\",\"hi\"]}},"
      "\"name\":\"a\"}",
      "y.json");
  CHECK(yaml::version(one) == yaml::version(two));
  two.description = "other";
  CHECK(yaml::version(one) != yaml::version(two));
}

TEST_CASE("long lists and maps leave the line") {
  std::string words;
  for (int i = 0; i < 30; ++i) words += "word" + std::to_string(i) + ", ";
  auto text = canonical("headway: v1\ntasks: {t: {command: [" + words + "x]}}\n");
  CHECK(text.find("    command:\n      - word0\n      - word1\n") != std::string::npos);
}

TEST_CASE("what no file can hold is refused and not changed") {
  Pipeline endless{.name = "p"};
  endless.params.push_back({.name = "a",
                            .type = {Type::Kind::floating},
                            .default_value = std::numeric_limits<double>::infinity()});
  CHECK_THROWS_AS(yaml::save(endless), InvalidPipeline);
  Pipeline torn{.name = "p"};
  torn.description = std::string("a\0b", 3);
  CHECK_THROWS_AS(yaml::save(torn), InvalidPipeline);
}

TEST_CASE("values are saved as deep as they can be read") {
  Value deep(std::int64_t{1});
  int saved = 0;
  int read = 0;
  for (int level = 1; level <= 70; ++level) {
    deep = Value(Value::List{deep});
    Pipeline tower{.name = "p"};
    tower.params.push_back({.name = "a", .type = {Type::Kind::json}, .default_value = deep});
    try {
      const std::string text = yaml::save(tower);
      saved = level;
      read += yaml::read(text, "a.yaml").pipeline.params == tower.params ? 1 : 0;
    } catch (const InvalidPipeline&) {
      break;
    }
  }
  CHECK(saved > 50);
  CHECK(read == saved);
}
