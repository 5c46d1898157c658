// Layering: each card one layer after the last of its predecessors.
#include "layers.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>

namespace headway::inline v0 {

namespace {

using Index = std::uint32_t;

constexpr double straight_card = 60;   // links between cards are kept straighter than …
constexpr double straight_bend = 8;    // … those between bends, and these more than …
constexpr double straight_turn = 0.1;  // … those where an edge leaves or reaches a card

/// Which edges go forward in the drawing order, with the layer of each card.
struct Ranking {
  std::vector<Index> layers;
  std::vector<bool> forward;
};

Ranking rank(Index size, const std::vector<LayoutEdge>& edges) {
  const auto order = drawing_order(size, edges);
  std::vector<Index> place(size);
  for (Index i = 0; i < size; ++i) place[order[i]] = i;
  std::vector<std::vector<Index>> dependents(size);
  Ranking result{std::vector<Index>(size, 0), {}};
  for (const auto& edge : edges) {
    result.forward.push_back(place[edge.from] < place[edge.to]);
    if (result.forward.back()) dependents[edge.from].push_back(edge.to);
  }
  for (Index v : order) {
    for (Index d : dependents[v])
      result.layers[d] = std::max(result.layers[d], result.layers[v] + 1);
  }
  return result;
}

/// Cards nothing leads to stand right before their first dependent, not in the first layer.
void pull_sources(Ranking& ranking, const std::vector<LayoutEdge>& edges) {
  constexpr Index none = ~Index{0};
  std::vector<bool> source(ranking.layers.size(), true);
  std::vector<Index> nearest(ranking.layers.size(), none);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    if (!ranking.forward[e]) continue;
    source[edges[e].to] = false;
    nearest[edges[e].from] = std::min(nearest[edges[e].from], ranking.layers[edges[e].to]);
  }
  for (std::size_t v = 0; v < source.size(); ++v) {
    if (source[v] && nearest[v] != none) ranking.layers[v] = nearest[v] - 1;
  }
}

/// Cards without any edge fill a block of columns instead of one endless column.
void spread_lone_cards(Ranking& ranking, const std::vector<LayoutEdge>& edges) {
  std::vector<bool> lone(ranking.layers.size(), true);
  for (const auto& edge : edges) lone[edge.from] = lone[edge.to] = false;
  const auto count = std::count(lone.begin(), lone.end(), true);
  const auto column = static_cast<Index>(std::ceil(std::sqrt(1.8 * static_cast<double>(count))));
  Index seen = 0;
  for (std::size_t v = 0; v < lone.size(); ++v) {
    if (lone[v]) ranking.layers[v] = seen++ / std::max<Index>(column, 4);
  }
}

void link(LayeredGraph& graph, Index from, Index to) {
  const int bends = graph.vertices[from].bend + graph.vertices[to].bend;
  const double weight = bends == 0 ? straight_card : bends == 2 ? straight_bend : straight_turn;
  graph.vertices[from].below.push_back({to, weight});
  graph.vertices[to].above.push_back({from, weight});
}

/// The bends of one card's long edges, by layer: `trunk[k]` passes k + 1 layers below the card.
class Trunks {
 public:
  Trunks(LayeredGraph& graph, Index cards, std::size_t budget)
      : graph_(graph), trunks_(cards), budget_(budget) {}

  /// The way of an edge; linked, unless the edge goes back or the budget is spent.
  std::vector<Index> way(Index from, Index to) {
    const Index first = graph_.vertices[from].layer;
    const Index last = graph_.vertices[to].layer;
    if (last <= first || last - first - 1 > budget_) return {from, to};
    std::vector<Index> way{from};
    extend(from, last - first - 1, way);
    link(graph_, way.back(), to);
    way.push_back(to);
    return way;
  }

 private:
  void extend(Index from, Index passed, std::vector<Index>& way) {
    auto& trunk = trunks_[from];
    while (trunk.size() < passed) {
      const auto bend = static_cast<Index>(graph_.vertices.size());
      LayerVertex vertex;
      vertex.layer = graph_.vertices[from].layer + static_cast<Index>(trunk.size()) + 1;
      vertex.bend = true;
      graph_.vertices.push_back(vertex);
      link(graph_, trunk.empty() ? from : trunk.back(), bend);
      trunk.push_back(bend);
      --budget_;
    }
    way.insert(way.end(), trunk.begin(), trunk.begin() + static_cast<std::ptrdiff_t>(passed));
  }

  LayeredGraph& graph_;
  std::vector<std::vector<Index>> trunks_;
  std::size_t budget_;  // bends that may still be made
};

void fill_layers(LayeredGraph& graph) {
  Index depth = 0;
  for (const auto& vertex : graph.vertices) depth = std::max(depth, vertex.layer + 1);
  graph.layers.resize(depth);
  for (Index v = 0; v < graph.vertices.size(); ++v) {
    auto& layer = graph.layers[graph.vertices[v].layer];
    graph.vertices[v].position = static_cast<Index>(layer.size());
    layer.push_back(v);
  }
}

}  // namespace

std::vector<Index> drawing_order(Index size, const std::vector<LayoutEdge>& edges) {
  std::vector<std::vector<Index>> dependents(size);
  std::vector<Index> missing(size, 0);
  for (const auto& edge : edges) {
    if (edge.from == edge.to) continue;
    dependents[edge.from].push_back(edge.to);
    ++missing[edge.to];
  }
  std::priority_queue<Index, std::vector<Index>, std::greater<>> ready;
  for (Index v = 0; v < size; ++v) {
    if (missing[v] == 0) ready.push(v);
  }
  std::vector<Index> order;
  std::vector<bool> placed(size, false);
  for (Index oldest = 0; order.size() < size;) {
    while (oldest < size && placed[oldest]) ++oldest;
    if (ready.empty()) ready.push(oldest);  // a cycle: begin it anywhere
    const Index v = ready.top();
    ready.pop();
    if (placed[v]) continue;
    placed[v] = true;
    order.push_back(v);
    for (Index d : dependents[v]) {
      if (--missing[d] == 0 && !placed[d]) ready.push(d);
    }
  }
  return order;
}

LayeredGraph layer(const std::vector<Extent>& cards, const std::vector<LayoutEdge>& edges,
                   const LayoutOptions& options) {
  const auto size = static_cast<Index>(cards.size());
  Ranking ranking = rank(size, edges);
  pull_sources(ranking, edges);
  spread_lone_cards(ranking, edges);
  LayeredGraph graph;
  for (Index v = 0; v < size; ++v) {
    LayerVertex vertex;
    vertex.layer = ranking.layers[v];
    vertex.breadth = cards[v].height;
    graph.vertices.push_back(vertex);
  }
  Trunks trunks(graph, size, options.bends);
  for (const auto& edge : edges) graph.ways.push_back(trunks.way(edge.from, edge.to));
  fill_layers(graph);
  return graph;
}

}  // namespace headway::inline v0
