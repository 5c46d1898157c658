// Callables: functions by name.
#include "support/catch.hpp"
#include "support/task_contexts.hpp"

#include <headway/model/callable.hpp>

using namespace headway;

namespace {
std::shared_ptr<Callable> echo(std::string version) {
  return make_callable({.inputs = {{"x", {Type::Kind::json}}}, .version = std::move(version)},
                       [](TaskContext& context, const Values& inputs) {
                         Values outputs = inputs;
                         outputs["instance"] = context.instance();
                         return outputs;
                       });
}
}  // namespace

TEST_CASE("A callable calls its function") {
  testing::FixedContext context;
  const auto callable = echo("1");
  CHECK(callable->invoke(context, {{"x", 3}}) == Values{{"x", 3}, {"instance", "train[rate=0.1]"}});
}

TEST_CASE("A callable knows what it takes and its version") {
  const auto callable = echo("1");
  CHECK(callable->inputs().front().name == "x");
  CHECK(callable->version() == "1");
  callable->declare_version("2");
  CHECK(callable->version() == "2");
}

TEST_CASE("Callables are found by name") {
  Callables callables;
  callables.add("a", echo("1"));
  CHECK(callables.find("a")->version() == "1");
  CHECK(callables.find("b") == nullptr);
  CHECK(callables.names() == std::vector<std::string>{"a"});
}

TEST_CASE("The later callable of one name wins") {
  Callables callables;
  callables.add("a", echo("1"));
  Callables more;
  more.add("a", echo("2"));
  more.add("b", echo("3"));
  callables.add(more);
  CHECK(callables.size() == 2);
  CHECK(callables.find("a")->version() == "2");
}
