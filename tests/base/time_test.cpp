// Durations and instants: arithmetic, reading, printing.
#include "support/catch.hpp"

#include <headway/base/time.hpp>

#include <rapidcheck.h>

#include <ctime>

using namespace headway;

TEST_CASE("A duration counts microseconds") {
  CHECK((90_s).us == 90'000'000);
  CHECK(1_h + 30_min == Duration{5'400'000'000});
  CHECK(Instant{10} - Instant{4} == 6_us);
  CHECK(Instant{10} + 5_us == Instant{15});
  CHECK((1500_ms).seconds() == 1.5);
}

TEST_CASE("A duration is read from numbers with units") {
  const auto [text, expected] =
      GENERATE(table<const char*, Duration>({{"90s", 90_s},
                                             {"1h30m", 90_min},
                                             {"1.5h", 90_min},
                                             {"250ms", 250_ms},
                                             {"2d", 48_h},
                                             {"7us", 7_us},
                                             {"0s", 0_s},
                                             {".5s", 500_ms},
                                             {"1d2h3m4s5ms6us", Duration{93'784'005'006}},
                                             {"010m", 10_min},
                                             {"0.000001s", 1_us}}));
  CAPTURE(text);
  CHECK(parse_duration(text) == expected);
}

TEST_CASE("What is no duration is not read") {
  const auto text =
      GENERATE("", "5", "-1s", "+1s", "1 h", "30m1h", "1h1h", "h", "1x", "1e3s", ".s", "1.2.3s",
               "1.5us", "0.0000001s", "106751992d", "9223372036854775808us", "1hm", "1H", "1s ");
  CAPTURE(text);
  CHECK_FALSE(parse_duration(text));
}

TEST_CASE("The longest duration is read and one more is not") {
  CHECK(parse_duration("9223372036854775807us") == Duration{9'223'372'036'854'775'807});
  CHECK_FALSE(parse_duration("106751991d4h1s9223372036854us"));
}

TEST_CASE("A duration prints with the largest units first") {
  CHECK(to_string(0_s) == "0s");
  CHECK(to_string(90_s) == "1m30s");
  CHECK(to_string(250_ms) == "250ms");
  CHECK(to_string(48_h) == "2d");
  CHECK(to_string(Duration{-1500}) == "-1ms500us");
  CHECK(to_string(Duration{INT64_MIN}) == "-106751991d4h54s775ms808us");
}

TEST_CASE("Every duration is read back from its text") {
  CHECK(rc::check([](std::int64_t us) {
    const Duration duration{us < 0 ? ~us : us};
    RC_ASSERT(parse_duration(to_string(duration)) == duration);
  }));
}

TEST_CASE("An instant prints as RFC 3339 in UTC") {
  CHECK(to_string(Instant{0}) == "1970-01-01T00:00:00.000000Z");
  CHECK(to_string(Instant{1'770'091'506'000'007}) == "2026-02-03T04:05:06.000007Z");
  CHECK(to_string(Instant{-1}) == "1969-12-31T23:59:59.999999Z");
  CHECK(to_string(Instant{951'782'400'000'000}) == "2000-02-29T00:00:00.000000Z");
  CHECK(to_string(Instant{4'107'542'400'000'000}) == "2100-03-01T00:00:00.000000Z");
}

TEST_CASE("Every day has the date that the C library gives it") {
  CHECK(rc::check([] {
    const auto second = *rc::gen::inRange<std::int64_t>(-30'000'000'000, 200'000'000'000);
    const auto time = static_cast<std::time_t>(second);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    RC_ASSERT(to_string(Instant{second * 1'000'000}) == std::string(text) + ".000000Z");
  }));
}
