// Session keys as text.
#include "support/catch.hpp"

#include <headway/session/backend.hpp>

#include <rapidcheck.h>

using namespace headway;

TEST_CASE("a session key prints its parts in order") {
  JobId job;
  REQUIRE(parse("0000001z", job));
  const SessionKey key{.store = {0xe4a3}, .job = job, .instance = {17}, .attempt = 2};
  CHECK(to_string(key) == "hw-0000e4a3-0000001z-17-2");
}

TEST_CASE("a session key reads back as it was printed") {
  CHECK(rc::check(
      [](std::uint32_t store, std::uint32_t job, std::uint32_t instance, std::uint32_t attempt) {
        const SessionKey key{{store}, {job}, {instance}, attempt};
        RC_ASSERT(parse_session_key(to_string(key)) == key);
      }));
}

TEST_CASE("what is no session key is refused") {
  for (const char* text :
       {"", "hw-", "hw-0000e4a3-0000001z-17", "hw-0000e4a3-0000001z--2",
        "xx-0000e4a3-0000001z-17-2", "hw-0000e4a3-0000001z-17-2 ", "hw-0000e4a3-0000001z-017-2",
        "hw-0000E4A3-0000001z-17-2", "hw-0000e4a3-0000001z-17-4294967296",
        "hw-0000e4a3x0000001z-17-2", "hw-0000e4a3-0000001z-1-7-2"}) {
    INFO(text);
    CHECK_FALSE(parse_session_key(text));
  }
}
