// The rules of CEL over bound variables of every type; the cases are judged by others in
// tests/python/test_cel_cases.py.
#include "support/expressions.hpp"
#include "support/golden.hpp"

#include <limits>
#include <sstream>

using namespace expressions;

namespace {

using List = Value::List;
using Map = Value::Map;

Values variables() {
  using Int = std::numeric_limits<std::int64_t>;
  return {{"b", true},
          {"no", false},
          {"i", 7},
          {"j", -3},
          {"zero", 0},
          {"max", Int::max()},
          {"min", Int::min()},
          {"f", 2.5},
          {"g", -0.25},
          {"nil", 0.0},
          {"s", "größe"},
          {"t", "ab"},
          {"blank", ""},
          {"l", List{1, 2, 3}},
          {"w", List{"ab", "", "größe"}},
          {"e", List{}},
          {"x", List{1, "a", 2.5, Value(), List{1}, true}},
          {"ll", List{List{1}, List{}, List{2, 3}}},
          {"lm", List{Map{{"a", 1}}, Map{{"b", 2}}, Map{{"a", 3}}}},
          {"m", Map{{"a", 1}, {"b", "ab"}, {"c", List{1, 2}}, {"d", Map{{"a", 2.5}}}}},
          {"o", Map{}},
          {"n", Value()}};
}

}  // namespace

TEST_CASE("expressions over bound variables have the values that CEL gives them") {
  std::istringstream cases(golden::bytes(golden::folder("expressions/bound_variables.txt")));
  const Values bound = variables();
  int checked = 0;
  for (std::string line; std::getline(cases, line);) {
    const std::size_t arrow = line.find(" => ");
    if (line.starts_with("#") || arrow == std::string::npos) continue;
    INFO(line);
    const std::string result = result_of(line.substr(0, arrow), bound);
    CHECK((result.starts_with("error: ") ? "error" : result) == line.substr(arrow + 4));
    ++checked;
  }
  CHECK(checked >= 150);
}
