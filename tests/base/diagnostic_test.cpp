// Diagnostics: how they look, their order, and near words.
#include "support/catch.hpp"

#include <headway/base/diagnostic.hpp>

#include <rapidcheck.h>

using namespace headway;

namespace {
std::shared_ptr<const Source> source(std::string name, std::string text) {
  return std::make_shared<Source>(Source{.name = std::move(name), .text = std::move(text)});
}
SourceSpan at(std::shared_ptr<const Source> source, std::uint32_t line, std::uint32_t column,
              std::uint32_t length = 1) {
  return {.source = std::move(source), .line = line, .column = column, .length = length};
}
}  // namespace

TEST_CASE("A diagnostic shows its place and the line and what was meant and why") {
  const Diagnostic finding{
      .code = "unknown-task",
      .message = "there is no task \"preproces\"",
      .span = at(source("digits.yaml", "tasks:\n  b:\n    depends_on: [preproces]\n"), 3, 18, 9),
      .path = "tasks.b.depends_on[0]",
      .notes = {"tasks are a and b", "a cycle:\na -> b\nb -> a"},
      .candidates = {"preprocess", "process", "prep"}};
  CHECK(render(finding) ==
        "digits.yaml:3:18: error[unknown-task]: there is no task \"preproces\"\n"
        "  3 |     depends_on: [preproces]\n"
        "    |                  ^~~~~~~~~\n"
        "  did you mean \"preprocess\", \"process\" or \"prep\"?\n"
        "  = tasks are a and b\n"
        "  = a cycle:\n"
        "    a -> b\n"
        "    b -> a\n");
}

TEST_CASE("A place without text is named by its path") {
  const Diagnostic finding{.code = "bad-quantity",
                           .message = "no",
                           .span = at(source("main.cpp", ""), 7, 3),
                           .path = "tasks.a"};
  CHECK(render(finding) == "main.cpp:7:3: error[bad-quantity]: no\n  in tasks.a\n");
}

TEST_CASE("What is not known of a place is left out") {
  CHECK(render(Diagnostic{.code = "a", .message = "b"}) == "error[a]: b\n");
  CHECK(render(Diagnostic{.code = "a", .message = "b", .span = at(source("f", "x"), 0, 0)}) ==
        "f: error[a]: b\n");
  CHECK(render(Diagnostic{.code = "a", .message = "b", .span = at(source("f", ""), 4, 0)}) ==
        "f:4: error[a]: b\n");
}

TEST_CASE("Control characters of the input never reach the terminal") {
  const Diagnostic finding{.code = "a",
                           .message = "\"\x1b[2J\"",
                           .span = at(source("\x07.yaml", ""), 1, 1),
                           .notes = {"\x01"},
                           .candidates = {"\x02"}};
  CHECK(render(finding) ==
        "\\x07.yaml:1:1: error[a]: \"\\x1b[2J\"\n"
        "  did you mean \"\\x02\"?\n"
        "  = \\x01\n");
}

TEST_CASE("A warning is no error") {
  Diagnostics found;
  found.add({.code = "a", .message = "b", .severity = Severity::warning});
  CHECK_FALSE(found.has_errors());
  CHECK(render(found) == "warning[a]: b\n");
  found.add({.code = "c", .message = "d"});
  CHECK(found.has_errors());
}

TEST_CASE("Sorting goes by file and line and column and keeps the order of equals") {
  const auto a = source("a", "");
  const auto b = source("b", "");
  Diagnostics found;
  for (auto span : {at(b, 1, 1), at(a, 2, 1), at(a, 1, 9), at(a, 1, 2)})
    found.add({.code = "x", .message = "1", .span = span});
  found.add({.code = "x", .message = "2", .span = at(a, 1, 2)});
  found.sort();
  CHECK(
      render(found) ==
      "a:1:2: error[x]: 1\na:1:2: error[x]: 2\na:1:9: error[x]: 1\na:2:1: error[x]: 1\nb:1:1: error[x]: 1\n");
}

TEST_CASE("Findings are appended in their order") {
  Diagnostics first;
  first.add({.code = "a", .message = ""});
  Diagnostics second;
  second.add({.code = "b", .message = ""});
  first.append(second);
  CHECK(first.size() == 2);
  CHECK(first[1].code == "b");
}

TEST_CASE("The closest words come first") {
  CHECK(closest("trian", {"test", "train", "brain"}) == std::vector<std::string>{"train"});
  CHECK(closest("mim", {"map", "min", "mix", "mim2"}) ==
        std::vector<std::string>{"min", "mix", "mim2"});
  CHECK(closest("resorces", {"recources", "resources"}) ==
        std::vector<std::string>{"resources", "recources"});
  CHECK(closest("Depends-On", {"depends_on"}) == std::vector<std::string>{"depends_on"});
}

TEST_CASE("A word that is like nothing has no closest") {
  CHECK(closest("x", {"y", "z"}).empty());
  CHECK(closest("", {"a"}).empty());
  CHECK(closest("epochs", {"rates", "source"}).empty());
}

TEST_CASE("At most three candidates are offered") {
  CHECK(closest("aaaa", {"aaab", "aaac", "aaad", "aaae"}) ==
        std::vector<std::string>{"aaab", "aaac", "aaad"});
}

TEST_CASE("A word with two letters swapped is close") {
  CHECK(rc::check([] {
    auto word = *rc::gen::container<std::string>(12, rc::gen::inRange('a', 'z'));
    auto swapped = word;
    const auto i = *rc::gen::inRange<std::size_t>(0, 11);
    std::swap(swapped[i], swapped[i + 1]);
    RC_ASSERT(closest(swapped, {word}) == std::vector<std::string>{word});
  }));
}
