// Layouts of layered graphs.
#include <headway/view/layout.hpp>

#include "support/catch.hpp"

#include <rapidcheck.h>

#include <algorithm>

using namespace headway;

namespace {

std::vector<Extent> squares(std::size_t count) { return {count, Extent{100, 40}}; }

bool overlap(Point a, Point b, Extent size) {
  return std::abs(a.x - b.x) < size.width && std::abs(a.y - b.y) < size.height;
}

/// Edges between random cards, forward or back.
std::vector<LayoutEdge> any_edges(std::uint32_t cards) {
  const auto ends = *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(
      rc::gen::pair(rc::gen::inRange(0U, cards), rc::gen::inRange(0U, cards)));
  std::vector<LayoutEdge> edges;
  for (const auto& [from, to] : ends) edges.push_back({from, to, 0});
  return edges;
}

}  // namespace

TEST_CASE("a chain stands in one straight row") {
  // 0 ─ 1 ─ 2
  const auto layout = lay_out(squares(3), {{0, 1}, {1, 2}});
  CHECK(layout.cards == std::vector<Point>{{0, 0}, {156, 0}, {312, 0}});
  CHECK(layout.edges[0] == std::vector<Point>{{100, 20}, {156, 20}});
  CHECK(layout.size == Extent{412, 40});
}

TEST_CASE("a diamond is symmetrical") {
  //     ┌─ 1 ─┐
  // 0 ──┤     ├── 3
  //     └─ 2 ─┘
  const auto layout = lay_out(squares(4), {{0, 1}, {0, 2}, {1, 3}, {2, 3}});
  CHECK(layout.cards[0].y == layout.cards[3].y);
  CHECK(layout.cards[1].y + layout.cards[2].y == 2 * layout.cards[0].y);
  CHECK(layout.layers == std::vector<std::uint32_t>{0, 1, 1, 2});
}

TEST_CASE("top down is left to right with the axes swapped") {
  const std::vector<LayoutEdge> edges{{0, 1}, {0, 2}, {1, 3}, {0, 3}};
  const std::vector<Extent> cards(4, Extent{60, 60});
  const auto across = lay_out(cards, edges);
  const auto down = lay_out(cards, edges, {.direction = LayoutDirection::top_down});
  for (std::size_t i = 0; i < cards.size(); ++i) {
    CHECK(down.cards[i] == Point{across.cards[i].y, across.cards[i].x});
  }
  CHECK(down.size == Extent{across.size.height, across.size.width});
}

TEST_CASE("a long edge goes around the cards it passes") {
  // 0 ─ 1 ─ 2
  //  └──────┘
  const auto layout = lay_out(squares(3), {{0, 1}, {1, 2}, {0, 2}});
  const auto& way = layout.edges[2];
  REQUIRE(way.size() == 4);
  CHECK((way[1].y < layout.cards[1].y || way[1].y > layout.cards[1].y + 40));
  CHECK(way[1].y == way[2].y);
}

TEST_CASE("crossings that can be avoided are avoided") {
  // 0 ─ 3
  // 1 ─ 2
  const auto layout = lay_out(squares(4), {{0, 3}, {1, 2}});
  CHECK((layout.cards[0].y < layout.cards[1].y) == (layout.cards[3].y < layout.cards[2].y));
}

TEST_CASE("a source stands right before what needs it") {
  // 0 ─ 1 ─ 2
  //     3 ──┘
  const auto layout = lay_out(squares(4), {{0, 1}, {1, 2}, {3, 2}});
  CHECK(layout.layers[3] == 1);
}

TEST_CASE("cards without edges fill a block") {
  const auto layout = lay_out(squares(400), {});
  CHECK(layout.size.width < 4 * layout.size.height);
  CHECK(layout.size.height < 4 * layout.size.width);
}

TEST_CASE("room for a label widens the gap before its target") {
  const auto layout = lay_out(squares(2), {{0, 1, 200}});
  CHECK(layout.cards[1].x == 300);
}

TEST_CASE("any graph is laid out without overlaps and edges go forward where they can") {
  CHECK(rc::check("any graph", [] {
    const auto cards = *rc::gen::inRange(1U, 20U);
    const auto edges = any_edges(cards);
    const auto layout = lay_out(squares(cards), edges);
    RC_ASSERT(layout.cards.size() == cards);
    RC_ASSERT(layout.edges.size() == edges.size());
    for (std::size_t a = 0; a < cards; ++a) {
      RC_ASSERT(layout.cards[a].x >= 0 && layout.cards[a].y >= 0);
      for (std::size_t b = 0; b < a; ++b) {
        RC_ASSERT(!overlap(layout.cards[a], layout.cards[b], {100, 40}));
      }
    }
  }));
}

TEST_CASE("the drawing order holds every card once and keeps edges forward without cycles") {
  CHECK(rc::check("acyclic graphs", [] {
    const auto cards = *rc::gen::inRange(1U, 20U);
    auto edges = any_edges(cards);
    std::erase_if(edges, [](const auto& edge) { return edge.from >= edge.to; });
    const auto order = drawing_order(cards, edges);
    RC_ASSERT(order.size() == cards);
    for (const auto& edge : edges) {
      RC_ASSERT(std::find(order.begin(), order.end(), edge.from) <
                std::find(order.begin(), order.end(), edge.to));
    }
  }));
}

TEST_CASE("a thousand cards with far more passing edges than bends still have a place each") {
  std::vector<LayoutEdge> edges;
  for (std::uint32_t i = 0; i + 1 < 1000; ++i) {
    edges.push_back({i, i + 1});
    edges.push_back({i, 999});
  }
  const auto layout = lay_out(squares(1000), edges);
  CHECK(layout.cards.back().x == 999 * 156);
}
