// Gantt pictures: compared with approved ones, inside their bounds whatever there is to show.
#include <headway/view/gantt.hpp>

#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/xml.hpp"

#include <rapidcheck.h>

#include <array>
#include <chrono>
#include <regex>

using namespace headway;

namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// A plan of eight instances on one machine.
Gantt digits_plan() {
  Gantt gantt{.title = "digits", .subtitle = "makespan 14m 30s · proved optimal"};
  const auto add = [&gantt](std::string name, Duration start, Duration end, bool critical) {
    std::string task = name.substr(0, name.find('['));
    gantt.bars.push_back({.name = std::move(name),
                          .task = std::move(task),
                          .place = "local",
                          .start = start,
                          .end = end,
                          .critical = critical});
  };
  add("prepare", 0_s, 95_s, true);
  add("train[rate=0.1]", 95_s, 355_s, true);
  add("train[rate=0.01]", 95_s, 235_s, false);
  add("train[rate=0.001]", 235_s, 485_s, false);
  add("train[rate=0.0001]", 355_s, 615_s, true);
  add("best", 615_s, 615_s, true);
  add("evaluate", 615_s, 795_s, true);
  add("report", 795_s, 870_s, true);
  gantt.lower_bound = 870_s;
  gantt.uses = {{.slot = "cpu",
                 .capacity = {8000},
                 .levels = {{0_s, {4000}}, {95_s, {8000}}, {615_s, {2000}}, {870_s, {0}}}},
                {.slot = "mem",
                 .capacity = 32_GiB,
                 .levels = {{0_s, 4_GiB}, {95_s, 24_GiB}, {485_s, 12_GiB}, {870_s, {0}}}}};
  return gantt;
}

/// The same, half way.
Gantt digits_at_work() {
  Gantt gantt = digits_plan();
  gantt.now = 300_s;
  for (auto& bar : gantt.bars) {
    bar.state = bar.end <= *gantt.now     ? InstanceState::succeeded
                : bar.start <= *gantt.now ? InstanceState::running
                                          : InstanceState::pending;
  }
  return gantt;
}

/// `count` instances of `tasks` tasks on `places` machines, each for ten seconds, 16 at once.
Gantt many(std::size_t count, std::size_t tasks, std::size_t places) {
  Gantt gantt{.title = "many"};
  for (std::size_t i = 0; i < count; ++i) {
    const auto start = static_cast<std::int64_t>(i / 16) * 10'000'000;
    const auto task = "task-" + std::to_string(i * tasks / count);
    gantt.bars.push_back({.name = task + "[" + std::to_string(i) + "]",
                          .task = task,
                          .place = "machine-" + std::to_string(i % places),
                          .start = {start},
                          .end = {start + 10'000'000}});
  }
  return gantt;
}

std::string one_of_some_names() {
  return *rc::gen::element<std::string>("prepare", "<b>&\"'", "a\nb\x1b[0m", "\xff\xfe", "学習",
                                        "train[rate=0.1]", "", std::string(400, 'w'));
}

Gantt arbitrary_gantt() {
  constexpr std::int64_t far = 4'000'000'000'000'000'000;
  const auto moment = [] {
    return Duration{*rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-50, 1000),
                                    rc::gen::inRange<std::int64_t>(0, 100'000'000'000),
                                    rc::gen::inRange<std::int64_t>(-far, far))};
  };
  Gantt gantt{.title = one_of_some_names(), .subtitle = one_of_some_names()};
  for (int bars = *rc::gen::inRange(0, 100); bars > 0; --bars) {
    gantt.bars.push_back({.name = one_of_some_names(),
                          .task = one_of_some_names(),
                          .place = one_of_some_names(),
                          .detail = one_of_some_names(),
                          .start = moment(),
                          .end = moment(),
                          .critical = *rc::gen::arbitrary<bool>()});
    if (*rc::gen::arbitrary<bool>()) gantt.bars.back().state = InstanceState::running;
  }
  for (int uses = *rc::gen::inRange(0, 9); uses > 0; --uses) {
    gantt.uses.push_back({.place = one_of_some_names(),
                          .slot = one_of_some_names(),
                          .capacity = {*rc::gen::inRange<std::int64_t>(0, 4000)},
                          .levels = {{0_s, {1000}}, {1_s, {5000}}, {2_s, {0}}}});
  }
  gantt.lower_bound = moment();
  if (*rc::gen::arbitrary<bool>()) gantt.now = moment();
  return gantt;
}

/// Whether all rectangles of a picture lie between its left and its right end.
bool rectangles_are_inside(const std::string& picture) {
  const std::regex rectangle(R"re(<rect x="([^"]+)" y="[^"]+" width="([^"]+)")re");
  for (std::sregex_iterator it(picture.begin(), picture.end(), rectangle), end; it != end; ++it) {
    const double left = std::stod((*it)[1]);
    const double width = std::stod((*it)[2]);
    if (left < 0 || width <= 0 || left + width > 1120) return false;
  }
  return true;
}

std::size_t widest_line(const std::string& lines) {
  std::size_t widest = 0;
  std::size_t columns = 0;
  for (std::string_view rest = lines; !rest.empty();) {
    const CodePoint point = take_code_point(rest);
    columns = point.value == U'\n' ? 0 : columns + columns_of(point);
    widest = std::max(widest, columns);
  }
  return widest;
}

double seconds_of(const auto& act) {
  const auto begin = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

TEST_CASE("a plan on one machine is drawn as approved") {
  golden::check(svg(digits_plan()), "view/gantt_plan.svg");
  golden::check(text(digits_plan()), "view/gantt_plan.txt");
}

TEST_CASE("a plan at work is drawn as approved") {
  golden::check(svg(digits_at_work(), {.theme = SvgTheme::dark}), "view/gantt_at_work.svg");
  golden::check(text(digits_at_work()), "view/gantt_at_work.txt");
}

TEST_CASE("instances on several machines stand below the name of theirs") {
  Gantt gantt = many(24, 3, 2);
  gantt.bars.push_back({.name = "join", .start = 20_s, .end = 20_s});
  golden::check(svg(gantt, {.theme = SvgTheme::light}), "view/gantt_machines.svg");
  golden::check(text(gantt, 80), "view/gantt_machines.txt");
}

TEST_CASE("machines stand in the order that is asked for") {
  Gantt gantt = many(8, 1, 2);
  gantt.places = {"machine-1", "machine-0"};
  const auto shown = text(gantt);
  CHECK(shown.find("machine-1") < shown.find("machine-0"));
}

TEST_CASE("a picture of nothing is still a picture") {
  CHECK(xml::error_of(svg(Gantt{.title = "nothing"})) == "");
  CHECK(holds(svg(Gantt{.title = "nothing"}), "nothing"));
  CHECK(holds(text(Gantt{.title = "nothing"}), "nothing\n"));
}

TEST_CASE("what has no length is a diamond") {
  const Gantt gantt{.title = "moments", .bars = {{.name = "join"}}};
  CHECK(holds(svg(gantt), "l7 7 -7 7 -7 -7Z"));
  CHECK(holds(text(gantt), "join ◆"));
}

TEST_CASE("the critical chain is told by marks as well as by outlines") {
  Gantt gantt = digits_plan();
  CHECK(count_of(svg(gantt), "class=\"flag\"") == 7);  // six rows and the legend
  CHECK(holds(svg(gantt), "critical chain"));
  CHECK(holds(text(gantt), "▸ prepare"));
  for (auto& bar : gantt.bars) bar.critical = false;
  CHECK_FALSE(holds(svg(gantt), "class=\"flag\""));
  CHECK_FALSE(holds(text(gantt), "▸"));
}

TEST_CASE("a tool tip says which instance and when and where") {
  Gantt gantt{.title = "one", .bars = {{.name = "train", .end = 90_s}}};
  gantt.bars[0].place = "local";
  gantt.bars[0].detail = "gpu 0, gpu 1";
  CHECK(holds(svg(gantt), "<title>train\n0 s to 1m 30s: 1m 30s\nlocal, gpu 0, gpu 1</title>"));
}

TEST_CASE("ticks are at round moments of a unit that fits") {
  const auto axis_of = [](Duration end) {
    return text({.title = "t", .bars = {{.name = "bar", .end = end}}});
  };
  CHECK(holds(axis_of(Duration{70}), "20 µs"));
  CHECK(holds(axis_of(700_ms), "400 ms"));
  CHECK(holds(axis_of(7_s), "4 s"));
  CHECK(holds(axis_of(7_min), "2m"));
  CHECK(holds(axis_of(3_h), "1h 30m"));
  CHECK(holds(axis_of(70_h), "1d 12h"));
  CHECK(holds(axis_of(24'000_h), "200d"));
}

TEST_CASE("six uses are shown and the fullest comes first") {
  Gantt gantt{.title = "uses", .bars = {{.name = "bar", .end = 10_s}}};
  for (std::int64_t level = 1; level <= 8; ++level) {
    gantt.uses.push_back({.slot = "slot" + std::to_string(level),
                          .capacity = {8000},
                          .levels = {{0_s, {level * 1000}}, {10_s, {0}}}});
  }
  const auto shown = text(gantt);
  CHECK(shown.find("slot8") < shown.find("slot7"));
  CHECK(holds(shown, "slot3"));
  CHECK_FALSE(holds(shown, "slot2"));
  CHECK(holds(svg(gantt), "and 2 that are emptier"));
}

TEST_CASE("more than sixty instances share the lanes of their task") {
  const auto picture = svg(many(200, 4, 1));
  CHECK(count_of(picture, "<rect ") == 200 + 2);  // with the panel and the card
  CHECK(holds(picture, "task-0 ×50"));
}

TEST_CASE("many tasks of one instance each share the lanes of their machine") {
  const auto picture = svg(many(500, 500, 1));
  CHECK(count_of(picture, "<rect ") == 500 + 2);
  CHECK(holds(picture, "all tasks ×500"));
}

TEST_CASE("thousands of instances are counted") {
  const auto picture = svg(many(20'000, 5, 2));
  CHECK(holds(picture, "2000 instances, at most 8 at once"));
  CHECK(picture.size() < 100'000);
}

TEST_CASE("pictures of any size are small and soon made") {
  const std::string long_name(3000, '&');
  for (const auto& [count, tasks, places] :
       {std::array<std::size_t, 3>{100'000, 500, 100}, {100'000, 100'000, 1}, {9'999, 60, 2}}) {
    Gantt gantt = many(count, tasks, places);
    for (std::size_t i = 0; i < count; i += 100) gantt.bars[i].name += long_name;
    std::string picture;
    CHECK(seconds_of([&] { picture = svg(gantt) + text(gantt); }) < 5);  // sanitized and shared
    CHECK(picture.size() < 2'000'000);
  }
}

TEST_CASE("no bar leaves the picture and no name breaks it") {
  CHECK(rc::check("for any bars", [] {
    const Gantt gantt = arbitrary_gantt();
    const auto picture = svg(gantt);
    RC_ASSERT(xml::error_of(picture) == "");
    RC_ASSERT(rectangles_are_inside(picture));
    RC_ASSERT(!holds(picture, "<b>"));
    RC_ASSERT(picture == svg(gantt));
  }));
}

TEST_CASE("no line of text is wider than asked and none holds a control character") {
  CHECK(rc::check("for any bars and width", [] {
    const Gantt gantt = arbitrary_gantt();
    const auto width = *rc::gen::inRange<std::size_t>(40, 200);
    const auto shown = text(gantt, width);
    RC_ASSERT(widest_line(shown) <= width);
    for (const char c : shown) {
      RC_ASSERT((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
    }
  }));
}
