// Drafts: what a builder keeps until the pipeline is built.
#include "support/catch.hpp"

#include <headway/model/draft.hpp>

using namespace headway;

TEST_CASE("A name knows the place it was given at") {
  const WrittenName name("train");
  CHECK(name.name == "train");
  CHECK(name.at.line == __LINE__ - 2U);
}

TEST_CASE("Spans of one file share their source") {
  PipelineDraft draft("p", CallSite::here());
  const auto first = draft.span(CallSite::here());
  const auto second = draft.span(CallSite::here());
  CHECK(first.source == second.source);
  CHECK(first.line + 1 == second.line);
}

TEST_CASE("Paths name the task or the defaults") {
  PipelineDraft draft("p", CallSite::here());
  const auto task = draft.add_task("train");
  CHECK(draft.path_of(task) == "tasks.train");
  CHECK(draft.path_of(draft_defaults) == "defaults");
}

TEST_CASE("A draft without mistakes throws nothing") {
  PipelineDraft draft("p", CallSite::here());
  CHECK_NOTHROW(draft.throw_mistakes({}));
  draft.mistake("some-code", "something is wrong", {}, "tasks");
  CHECK_THROWS_AS(draft.throw_mistakes({}), InvalidPipeline);
}
