// Param handles and fan-outs over lists.
#include "support/catch.hpp"

#include <headway/model/builder.hpp>

using namespace headway;

TEST_CASE("A param stands as an expression where a text does") {
  PipelineBuilder p("p");
  const auto source = p.param<std::string>("source");
  CHECK(source.path() == "params.source");
  CHECK(std::string(source) == "${{ params.source }}");
}

TEST_CASE("A fan-out over a param has an axis of its name") {
  PipelineBuilder p("p");
  const auto over = each(p.param<std::vector<double>>("rates"));
  CHECK(over.axis == "rates");
  CHECK(std::get<std::string>(over.values) == "${{ params.rates }}");
}

TEST_CASE("A fan-out over values has them and perhaps a name") {
  CHECK(each(std::vector<int>{1, 2}).axis.empty());
  CHECK(each("n", std::vector<int>{1, 2}).axis == "n");
  CHECK(std::get<Value::List>(each(std::vector<int>{1, 2}).values) == Value::List{1, 2});
}
