// Names of facts, and what they are about.
#include <headway/event/event.hpp>

#include "support/catch.hpp"
#include "support/doc_tables.hpp"

#include <algorithm>
#include <iterator>

using namespace headway;

TEST_CASE("a fact has its word") {
  CHECK(name_of(JobStarted{}) == "job_started");
  CHECK(name_of(AttemptAbsent{}) == "attempt_absent");
  CHECK(name_of(NodesChanged{}) == "nodes_changed");
}

TEST_CASE("the page of the command line names every event that a store keeps") {
  std::ifstream page(HEADWAY_TESTS_DIR "/../docs/command-line.md");
  const std::string text{std::istreambuf_iterator<char>(page), {}};
  const auto words = quoted_words(text.substr(text.find("## JSON")));
  for (const std::string_view word : detail::fact_words) {
    INFO(word);
    const bool kept = word != name_of(NodesChanged{});
    CHECK((std::find(words.begin(), words.end(), word) != words.end()) == kept);
  }
}

TEST_CASE("a fact about an attempt names the instance and the attempt") {
  InstanceId instance;
  Attempt attempt = 0;
  REQUIRE(about(SessionStarted{.instance = {7}, .attempt = 2}, instance, attempt));
  CHECK(instance == InstanceId{7});
  CHECK(attempt == 2);
}

TEST_CASE("a fact about an instance alone has attempt 0") {
  InstanceId instance;
  Attempt attempt = 9;
  REQUIRE(about(InstanceEnded{.instance = {7}}, instance, attempt));
  CHECK(attempt == 0);
}

TEST_CASE("a fact about the whole job names no instance") {
  InstanceId instance;
  Attempt attempt = 0;
  CHECK_FALSE(about(JobEnded{}, instance, attempt));
}
