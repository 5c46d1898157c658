// Times as RFC 3339 writes them.
#include <headway/base/rfc3339.hpp>

#include "support/catch.hpp"

using namespace headway;

TEST_CASE("a time reads back from its text") {
  for (const std::int64_t us : {0LL, 1LL, 1'770'091'506'000'007LL, 951'827'696'000'000LL}) {
    CHECK(parse_instant(to_string(Instant{us})) == Instant{us});
  }
}

TEST_CASE("an offset counts east of Greenwich") {
  CHECK(parse_instant("2026-02-03T05:05:06+01:00") == parse_instant("2026-02-03T04:05:06Z"));
  CHECK(parse_instant("2026-02-02T23:35:06.5-04:30") == parse_instant("2026-02-03T04:05:06.500Z"));
}

TEST_CASE("what is no time is none") {
  for (const char* text :
       {"", "2026-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-02-03",
        "2026-02-03T04:05:06", "2026-02-03T24:00:00Z", "2026-02-03T04:05:06Zx",
        "2026-02-03T04:05:06.Z"}) {
    CHECK_FALSE(parse_instant(text));
  }
}
