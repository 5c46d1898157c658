// DOT for Graphviz.
#include <headway/view/dot.hpp>

#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/shown_jobs.hpp"

using namespace headway;

TEST_CASE("a coloured job is written in DOT as approved") {
  const auto story = jobs::mixture();
  golden::check(dot(Chart(story.status, story.now)), "view/mixture.dot");
}

TEST_CASE("a pipeline is written in DOT as approved") {
  golden::check(dot(jobs::digits().pipeline()), "view/digits.dot");
}

TEST_CASE("quotes and backslashes of names are escaped in DOT") {
  const auto shown = dot(jobs::hostile().pipeline());
  CHECK(shown.find("a\\\"b'&c\\\\n\\\\x1b]0;evil\\\\x07") != std::string::npos);
}
