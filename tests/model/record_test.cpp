// Records: members by name.
#include "support/catch.hpp"

#include <headway/model/record.hpp>

using namespace headway;

namespace {
struct Trained {
  double accuracy = 0;
  std::vector<int> layer_sizes{};
  File model_1{};
  friend bool operator==(const Trained&, const Trained&) = default;
};
template <class T>
struct Box {
  T held{};
};
}  // namespace
template <>
struct headway::Record<Trained>
    : headway::Fields<&Trained::accuracy, &Trained::layer_sizes, &Trained::model_1> {};
template <>
struct headway::Record<Box<Trained>> : headway::Fields<&Box<Trained>::held> {};

TEST_CASE("The names of a record's outputs are those of its members") {
  const auto names = Record<Trained>::names();
  CHECK(std::vector<std::string_view>(names.begin(), names.end()) ==
        std::vector<std::string_view>{"accuracy", "layer_sizes", "model_1"});
  CHECK(Record<Box<Trained>>::names()[0] == "held");
  CHECK(Record<Trained>::name_of(&Trained::layer_sizes) == "layer_sizes");
}

TEST_CASE("The outputs of a record have the types of its members") {
  const auto outputs = outputs_for<Trained>();
  REQUIRE(outputs.size() == 3);
  CHECK(to_string(outputs[1].type) == "list(int)");
  CHECK(to_string(outputs[2].type) == "file");
}

TEST_CASE("A result that is no record is the output result") {
  const auto outputs = outputs_for<int>();
  REQUIRE(outputs.size() == 1);
  CHECK(outputs[0].name == "result");
  CHECK(to_outputs(7) == Values{{"result", 7}});
  CHECK(from_outputs<int>({{"result", 7}}) == 7);
}

TEST_CASE("A function without a result has no outputs") { CHECK(outputs_for<void>().empty()); }

TEST_CASE("A record comes back from its outputs") {
  const Trained trained{.accuracy = 0.5, .layer_sizes = {3, 1}, .model_1 = {"/m", "sha256:0"}};
  CHECK(from_outputs<Trained>(to_outputs(trained)) == trained);
}

TEST_CASE("A record inside a value is a map of its members") {
  const Box<Trained> box{.held = {.accuracy = 0.5}};
  const Value value = to_value(box);
  CHECK(from_value<Box<Trained>>(value).held == box.held);
  CHECK(from_value<std::vector<Trained>>(to_value(std::vector<Trained>{box.held})).front() ==
        box.held);
}

TEST_CASE("A missing or ill-typed member is refused by its name") {
  CHECK_THROWS_WITH(from_outputs<Trained>({}), "there is no value named \"accuracy\"");
  CHECK_THROWS_WITH(from_outputs<int>({{"result", "x"}}),
                    "\"result\": a value of type int is needed, not \"x\"");
}
