// Retry rules: which of them a failure falls under.
#include <headway/schedule/retry_rules.hpp>

#include "support/catch.hpp"

using namespace headway;
using Kind = Cause::Kind;

namespace {
RetryRule naming(const std::string& cause) { return {.limit = 1, .causes = {{cause}}}; }
}  // namespace

TEST_CASE("of several rules the first that matches counts") {
  const RetryRules rules{naming("oom_killed"), naming("exit_code(137)"), {.limit = 1}};
  CHECK(rule_for(rules, {Kind::oom_killed}, {}) == 0U);
  CHECK(rule_for(rules, {Kind::exit_code, 137}, {}) == 1U);
  CHECK(rule_for(rules, {Kind::exit_code, 1}, {}) == 2U);
}

TEST_CASE("a cause without a number names all of its kind") {
  CHECK(names("exit_code", {Kind::exit_code, 3}, {}));
  CHECK(names("signal(9)", {Kind::signal, 9}, {}));
  CHECK_FALSE(names("signal(9)", {Kind::signal, 15}, {}));
}

TEST_CASE("an error is told by the name its message begins with") {
  CHECK(names("error(DataNotReady)", {Kind::error}, "DataNotReady: not yet"));
  CHECK_FALSE(names("error(Data)", {Kind::error}, "DataNotReady: not yet"));
  CHECK(names("exception(ValueError)", {Kind::exception}, "ValueError: no"));
}

TEST_CASE("an exception is an error of its class") {
  CHECK(names("error(ValueError)", {Kind::exception}, "ValueError: no"));
  CHECK_FALSE(names("error(KeyError)", {Kind::exception}, "ValueError: no"));
  CHECK_FALSE(names("exception(DataNotReady)", {Kind::error}, "DataNotReady: not yet"));
}

TEST_CASE("a loss falls only under a rule that names it") {
  CHECK_FALSE(rule_for({{.limit = 3}}, {Kind::node_lost}, {}));
  CHECK(rule_for({naming("node_lost")}, {Kind::node_lost}, {}) == 0U);
}

TEST_CASE("what is no use to try again falls under no rule") {
  CHECK_FALSE(rule_for({{.limit = 3}}, {Kind::non_recoverable}, {}));
  CHECK_FALSE(rule_for({{.limit = 3}}, {Kind::timeout_deadline}, {}));
}
