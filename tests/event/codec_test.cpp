// Events as text and back.
#include <headway/base/error.hpp>
#include <headway/event/codec.hpp>

#include "support/arbitrary_events.hpp"
#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"

#include <cmath>
#include <limits>

using namespace headway;

namespace {

/// Facts hold shared values, which do not compare; two facts are alike when their texts are.
bool alike(const Fact& a, const Fact& b) {
  const auto* ended_a = std::get_if<AttemptEnded>(&a);
  const auto* ended_b = std::get_if<AttemptEnded>(&b);
  if (ended_a && ended_b && !(*ended_a->outputs == *ended_b->outputs)) return false;
  const auto* accepted_a = std::get_if<SessionAccepted>(&a);
  const auto* accepted_b = std::get_if<SessionAccepted>(&b);
  if (accepted_a && accepted_b && !(*accepted_a->placement == *accepted_b->placement)) return false;
  return a.index() == b.index() && encode(a) == encode(b);
}

std::string line(Fact fact) {
  const auto job = job_of({NumberedTask{}, NumberedTask{}});
  return json_line({.time = {1'000'000}, .job = {42}, .fact = std::move(fact)}, JobGraphs(job));
}

}  // namespace

TEST_CASE("every fact reads back from its text") {
  CHECK(rc::check([] {
    const Fact fact = arbitrary::fact();
    const std::string text = encode(fact);
    RC_ASSERT(alike(decode(name_of(fact), text), fact));
  }));
}

TEST_CASE("values read back from their text with kinds kept apart") {
  CHECK(rc::check([] {
    const Values values = *arbitrary::values();
    RC_ASSERT(decode_values(encode_values(values)) == values);
  }));
}

TEST_CASE("integers stay apart from floating point") {
  const Values values{{"a", 1}, {"b", 1.0}, {"c", 1e300}, {"d", 0.1}};
  CHECK(encode_values(values) == R"({"a":1,"b":1.0,"c":1e+300,"d":0.1})");
  CHECK(decode_values(encode_values(values)) == values);
}

TEST_CASE("numbers that JSON lacks survive") {
  const double infinity = std::numeric_limits<double>::infinity();
  const Values values = decode_values(encode_values({{"a", -infinity}, {"b", std::nan("")}}));
  CHECK(values.at("a") == Value(-infinity));
  CHECK(std::isnan(*values.at("b").get_if<double>()));
}

TEST_CASE("an artifact is no object") {
  const Values values{{"model", Artifact{"/a/b", "sha256:00", true}}};
  CHECK(encode_values(values) == R"({"model":{"$artifact":["/a/b","sha256:00",true]}})");
}

TEST_CASE("text that is no event is refused") {
  CHECK_THROWS_AS(decode("job_ended", "{"), Error);
  CHECK_THROWS_AS(decode("job_ended", "[]"), Error);
  CHECK_THROWS_AS(decode("job_ended", "{}"), Error);
  CHECK_THROWS_AS(decode("job_ended", R"({"state":"bored"})"), Error);
  CHECK_THROWS_AS(decode("attempt_intended", R"({"instance":"x"})"), Error);
  CHECK_THROWS_AS(decode("never_heard_of", "{}"), Error);
  CHECK_THROWS_AS(decode_values("[1]"), Error);
  CHECK_THROWS_AS(decode_values(R"({"a":{"$b":1}})"), Error);
  CHECK_THROWS_AS(decode_values(R"({"a":{"$bytes":"0g"}})"), Error);
}

TEST_CASE("the start of a job has an empty body") {
  CHECK(encode(JobStarted{}) == "{}");
  CHECK(std::holds_alternative<JobStarted>(decode("job_started", "{}")));
}

TEST_CASE("a line for tools names time and job and event first") {
  CHECK(line(JobStarted{}) ==
        R"({"time":"1970-01-01T00:00:01.000000Z","job":"0000001a","event":"job_started"})");
}

TEST_CASE("a line for tools names instance and attempt and cause") {
  const std::string text = line(AttemptEnded{.instance = {1},
                                             .attempt = 2,
                                             .cause = {Cause::Kind::exit_code, 3},
                                             .message = "bad \xFF byte"});
  CHECK(text.ends_with(R"("event":"attempt_ended","instance":"1","attempt":2,)"
                       "\"cause\":\"exit_code(3)\",\"message\":\"bad \xEF\xBF\xBD byte\"}"));
}
