// SVG pictures: compared with approved ones, well formed, safe and quick to make.
#include <headway/view/svg.hpp>

#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/shown_jobs.hpp"
#include "support/xml.hpp"

using namespace headway;

namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a pipeline of a diamond is drawn as approved") {
  //          ┌─ left ──┐
  // prepare ─┤         ├─ join
  //          └─ right ─┘
  jobs::Draft draft("diamond");
  draft.task("prepare").asks("cpu", {2000}).task("left", {"prepare"}).task("right", {"prepare"});
  draft.task("join", {"left", "right"});
  golden::check(svg(draft.pipeline()), "view/diamond.svg");
}

TEST_CASE("a job at work is drawn as approved") {
  const auto story = jobs::digits_half_way();
  golden::check(svg(Chart(story.status, story.now)), "view/digits_half_way.svg");
}

TEST_CASE("a job that has succeeded is drawn as approved") {
  golden::check(svg(jobs::digits_done().status), "view/digits_done.svg");
}

TEST_CASE("failures and conditions are drawn as approved") {
  const auto story = jobs::mixture();
  golden::check(svg(Chart(story.status, story.now), {.theme = SvgTheme::dark}), "view/mixture.svg");
}

TEST_CASE("names cannot break out of the picture") {
  const auto picture = svg(jobs::Story(jobs::hostile().job()).status);
  CHECK(xml::error_of(picture) == "");
  CHECK_FALSE(holds(picture, "<script"));
  CHECK(holds(picture, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  golden::check(picture, "view/hostile.svg");
}

TEST_CASE("every picture is well formed and needs nothing from outside") {
  const auto story = jobs::mixture();
  for (const SvgTheme theme : {SvgTheme::automatic, SvgTheme::light, SvgTheme::dark}) {
    const auto picture = svg(Chart(story.status, story.now), {.theme = theme});
    CHECK(xml::error_of(picture) == "");
    CHECK_FALSE(holds(picture, "href"));
    CHECK_FALSE(holds(picture, "url("));
    CHECK_FALSE(holds(picture, "id=\""));
    CHECK(holds(picture, "role=\"img\" aria-label=\"mixture: running"));
  }
}

TEST_CASE("the theme that follows the viewer holds both sets of colours") {
  const auto pipeline = jobs::digits().pipeline();
  CHECK(holds(svg(pipeline), "prefers-color-scheme"));
  CHECK_FALSE(holds(svg(pipeline, {.theme = SvgTheme::light}), "prefers-color-scheme"));
}

TEST_CASE("a state is told by a shape as well as by a colour") {
  auto chart = Chart(jobs::digits().pipeline());
  std::vector<std::string> shapes;
  for (const InstanceState state : states_in_order()) {
    chart.cards = {{.name = "task", .state = state}};
    chart.arrows.clear();
    auto picture = svg(chart, {.theme = SvgTheme::light});
    picture = picture.substr(picture.find("class=\"tint"));
    const std::string word(to_string(state));
    for (auto at = picture.find(word); at != std::string::npos; at = picture.find(word)) {
      picture.erase(at, word.size());
    }
    CHECK(std::find(shapes.begin(), shapes.end(), picture) == shapes.end());
    shapes.push_back(std::move(picture));
  }
}

TEST_CASE("each instance of a fan-out has a cell with a tool tip") {
  const auto picture = svg(jobs::digits_done().status);
  CHECK(holds(picture, "<title>train[rate=0.01,model=mlp]: succeeded, 1.5 s</title>"));
}

TEST_CASE("a fan-out of thousands is drawn as one bar") {
  jobs::Draft draft("many");
  jobs::Story story(draft.task("score").over("shard", 10'000).job());
  CHECK(svg(story.status).size() < 10'000);
}

TEST_CASE("a deep chain is drawn top down and a short one left to right") {
  jobs::Draft draft("chain");
  draft.task("t0");
  for (int i = 1; i < 30; ++i) {
    draft.task("t" + std::to_string(i), {"t" + std::to_string(i - 1)});
  }
  const auto chain = svg(draft.pipeline());
  CHECK(chain == svg(draft.pipeline(), {.direction = LayoutDirection::top_down}));
  const auto digits = svg(jobs::digits().pipeline());
  CHECK(digits == svg(jobs::digits().pipeline(), {.direction = LayoutDirection::left_to_right}));
}

TEST_CASE("a pipeline without tasks is still a picture") {
  const auto picture = svg(jobs::Draft("nothing").pipeline());
  CHECK(xml::error_of(picture) == "");
  CHECK(holds(picture, "pipeline · 0 tasks"));
}
