// Ids: strong integers, and the printed form of a job's.
#include "support/catch.hpp"

#include <headway/base/id.hpp>

#include <rapidcheck.h>

using namespace headway;

TEST_CASE("Ids of one kind compare by value") {
  CHECK(TaskId{1} < TaskId{2});
  CHECK(InstanceId{7} == InstanceId{7});
}

TEST_CASE("A job id prints as eight characters") {
  CHECK(to_string(JobId{0}) == "00000000");
  CHECK(to_string(JobId{31}) == "0000000z");
  CHECK(to_string(JobId{(std::uint64_t{1} << 40U) - 1}) == "zzzzzzzz");
}

TEST_CASE("What is no job id is not read and leaves the id alone") {
  JobId id{5};
  const auto text =
      GENERATE("", "0000000", "000000000", "0000000I", "0000000i", "0000000 ", "ABCDEFGH");
  CHECK_FALSE(parse(text, id));
  CHECK(id == JobId{5});
}

TEST_CASE("Every job id is read back from its text") {
  CHECK(rc::check([](std::uint64_t bits) {
    const JobId id{bits >> 24U};
    JobId read;
    RC_ASSERT(parse(to_string(id), read));
    RC_ASSERT(read == id);
  }));
}
