// Settings: absent, given, null, and how defaults merge.
#include "support/catch.hpp"

#include <headway/model/settings.hpp>

using namespace headway;

TEST_CASE("A setting is absent or given or null") {
  const Setting<int> absent;
  const Setting<int> given(3);
  const auto null = Setting<int>::null();
  CHECK((!absent.written() && !absent.given()));
  CHECK((given.written() && *given == 3));
  CHECK((null.written() && !null.given()));
  CHECK(absent != null);
  CHECK(null.value_or(7) == 7);
}

TEST_CASE("A task's own key replaces the default and null takes it away") {
  const SessionSettings defaults{.estimate = {2_s}, .priority = {4}, .workdir = {"/data"}};
  const SessionSettings own{.priority = Setting<std::int32_t>::null(), .workdir = {"/own"}};
  const auto merged = merge(defaults, own);
  CHECK(*merged.workdir == "/own");
  CHECK(*merged.estimate == 2_s);
  CHECK_FALSE(merged.priority.given());
}

TEST_CASE("Resources merge by slot") {
  const SessionSettings defaults{.resources = {{"cpu", Quantity{1000}}, {"mem", 1_GiB}}};
  const SessionSettings own{
      .resources = {{"mem", Setting<Quantity>::null()}, {"gpu", Quantity{500}}}};
  const auto merged = merge(defaults, own).resources;
  REQUIRE(merged.size() == 3);
  CHECK(*merged[0].second == Quantity{1000});
  CHECK_FALSE(merged[1].second.given());
  CHECK(merged[2].first == "gpu");
}

TEST_CASE("The environment merges by name") {
  const SessionSettings defaults{.env = {{"A", {"1"}}, {"B", {"2"}}}};
  const auto merged = merge(defaults, {.env = {{"B", {"3"}}}}).env;
  REQUIRE(merged.size() == 2);
  CHECK(*merged[1].second == "3");
}

TEST_CASE("Without settings of its own a task has the defaults") {
  const SessionSettings defaults{.retry = {RetryRules{{.limit = 2}}}, .allow_failure = {true}};
  CHECK(merge(defaults, {}) == defaults);
  CHECK(merge({}, defaults) == defaults);
}
