// Graphs: built in bulk, ordered, searched for cycles, ranked.
#include "support/catch.hpp"

#include <headway/base/error.hpp>
#include <headway/job/graph.hpp>

#include <rapidcheck.h>

#include <algorithm>

using namespace headway;

namespace {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
using Vertices = std::vector<std::uint32_t>;

bool has_edge(const Graph& graph, std::uint32_t from, std::uint32_t to) {
  const auto begin = graph.targets.begin() + graph.rows[from];
  const auto end = graph.targets.begin() + graph.rows[from + 1];
  return std::find(begin, end, to) != end;
}

Graph arbitrary_graph() {
  const auto size = *rc::gen::inRange<std::uint32_t>(1, 12);
  const auto vertex = rc::gen::inRange<std::uint32_t>(0, size);
  return make_graph(size, *rc::gen::container<Edges>(rc::gen::pair(vertex, vertex)));
}

}  // namespace

TEST_CASE("a graph keeps the order in which the edges of a vertex were given") {
  const Graph graph = make_graph(4, {{2, 3}, {0, 2}, {0, 1}, {2, 1}});
  CHECK(graph.rows == Vertices{0, 2, 2, 4, 4});
  CHECK(graph.targets == Vertices{2, 1, 3, 1});
}

TEST_CASE("a graph without vertices has nothing to order or to rank") {
  const Graph graph = make_graph(0, {});
  CHECK(topological_order(graph).empty());
  CHECK(find_cycles(graph).empty());
  CHECK(upward_ranks(graph, {}).empty());
}

//   3 -> 0 -> 2
//   1 ------> 2
TEST_CASE("the order keeps what was written first where the edges allow it") {
  CHECK(topological_order(make_graph(4, {{3, 0}, {0, 2}, {1, 2}})) == Vertices{1, 3, 0, 2});
}

//   0 -> 1 -> 2 -> 0
TEST_CASE("a graph with a cycle has no order") {
  CHECK(topological_order(make_graph(3, {{0, 1}, {1, 2}, {2, 0}})).empty());
}

//   0 -> 1 -> 2 -> 3 -> 1      4 -> 5 -> 4      6 -> 6
TEST_CASE("every group of vertices in a circle gives one cycle") {
  const auto cycles =
      find_cycles(make_graph(7, {{0, 1}, {1, 2}, {2, 3}, {3, 1}, {4, 5}, {5, 4}, {6, 6}}));
  CHECK(cycles == std::vector<Vertices>{{1, 2, 3}, {4, 5}, {6}});
}

//   0 -> 1 -> 2 -> 0  and the short cut 1 -> 0
TEST_CASE("the shortest cycle through the first vertex is told") {
  CHECK(find_cycles(make_graph(3, {{0, 1}, {1, 2}, {2, 0}, {1, 0}})) ==
        std::vector<Vertices>{{0, 1}});
}

//   0(1) -> 1(5) -> 3(1)
//   0(1) -> 2(2) -> 3(1)
TEST_CASE("the rank of a vertex is its longest remaining path") {
  const Graph graph = make_graph(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}});
  CHECK(upward_ranks(graph, {1, 5, 2, 1}) == std::vector<std::int64_t>{7, 6, 3, 1});
}

TEST_CASE("ranks of a graph with a cycle are a bug of the caller") {
  CHECK_THROWS_AS(upward_ranks(make_graph(2, {{0, 1}, {1, 0}}), {1, 1}), AssertionFailure);
}

TEST_CASE("a graph has an order of all vertices or a cycle and never both") {
  CHECK(rc::check([] {
    const Graph graph = arbitrary_graph();
    const auto order = topological_order(graph);
    RC_ASSERT(order.empty() == !find_cycles(graph).empty());
    Vertices place(graph.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    for (std::uint32_t v = 0; v < order.size(); ++v) {
      for (auto e = graph.rows[v]; e < graph.rows[v + 1]; ++e) {
        RC_ASSERT(place[v] < place[graph.targets[e]]);
      }
    }
  }));
}

TEST_CASE("each step of a cycle is an edge and no vertex comes twice") {
  CHECK(rc::check([] {
    const Graph graph = arbitrary_graph();
    for (auto cycle : find_cycles(graph)) {
      for (std::size_t i = 0; i < cycle.size(); ++i) {
        RC_ASSERT(has_edge(graph, cycle[i], cycle[(i + 1) % cycle.size()]));
      }
      std::sort(cycle.begin(), cycle.end());
      RC_ASSERT(std::adjacent_find(cycle.begin(), cycle.end()) == cycle.end());
    }
  }));
}

//   0 -> 1 -> 2 -> … -> 199999: deep enough to break a recursive search
TEST_CASE("a chain of two hundred thousand vertices is no matter of stack depth") {
  constexpr std::uint32_t size = 200'000;
  Edges edges;
  for (std::uint32_t v = 0; v + 1 < size; ++v) edges.emplace_back(v, v + 1);
  CHECK(upward_ranks(make_graph(size, edges), std::vector<std::int64_t>(size, 1))[0] == size);
  edges.emplace_back(size - 1, 0);
  CHECK(find_cycles(make_graph(size, edges))[0].size() == size);
}
