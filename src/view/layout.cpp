// Layout: straightening, and the way back from layers to cards and edges.
#include <headway/view/layout.hpp>

#include "layers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace headway::inline v0 {

namespace {

using Index = std::uint32_t;

/// A run of vertices that touch: they stand as one block at the mean of their wishes.
struct Block {
  double mean = 0;
  double weight = 0;
  std::size_t count = 0;
};

/// The least distance between the centres of two neighbours in a layer.
double distance(const LayerVertex& a, const LayerVertex& b, const LayoutOptions& options) {
  return (a.breadth + b.breadth) / 2 + (a.bend || b.bend ? options.bend_gap : options.card_gap);
}

/// Where the vertex would like to be, and how much.
Block wish(const LayeredGraph& graph, const LayerVertex& vertex, bool to_above, bool to_below) {
  Block wish{0, 0, 1};
  const auto add = [&](const std::vector<LayerLink>& links) {
    for (const auto& link : links) {
      wish.mean += link.weight * graph.vertices[link.to].centre;
      wish.weight += link.weight;
    }
  };
  if (to_above) add(vertex.above);
  if (to_below) add(vertex.below);
  if (wish.weight > 0) return {wish.mean / wish.weight, wish.weight, 1};
  return {vertex.centre, 0.01, 1};
}

/// Places a layer at the least weighted squares from its wishes that keep order and gaps: the pool
/// adjacent violators algorithm, on centres with the gaps taken out. O(layer + links).
void place_layer(LayeredGraph& graph, const std::vector<Index>& layer, const LayoutOptions& options,
                 bool to_above, bool to_below) {
  std::vector<Block> blocks;
  std::vector<double> offsets;
  for (std::size_t i = 0; i < layer.size(); ++i) {
    const auto& vertex = graph.vertices[layer[i]];
    offsets.push_back(
        i == 0 ? 0 : offsets.back() + distance(graph.vertices[layer[i - 1]], vertex, options));
    Block block = wish(graph, vertex, to_above, to_below);
    block.mean -= offsets.back();
    while (!blocks.empty() && blocks.back().mean >= block.mean) {
      const Block& before = blocks.back();
      const double weight = before.weight + block.weight;
      block = {(before.mean * before.weight + block.mean * block.weight) / weight, weight,
               before.count + block.count};
      blocks.pop_back();
    }
    blocks.push_back(block);
  }
  std::size_t i = 0;
  for (const auto& block : blocks) {
    for (std::size_t n = 0; n < block.count; ++n, ++i) {
      graph.vertices[layer[i]].centre = block.mean + offsets[i];
    }
  }
}

/// The neighbour that the vertex is bound to most, in the layer before or, for a source, in the
/// layer after; none where two compete.
const LayerVertex* leader(const LayeredGraph& graph, const LayerVertex& vertex) {
  const LayerLink* first = nullptr;
  bool rivals = false;
  for (const auto& link : vertex.above.empty() ? vertex.below : vertex.above) {
    if (first && link.weight < first->weight) continue;
    rivals = first && link.weight == first->weight;
    first = &link;
  }
  return first && !rivals ? &graph.vertices[first->to] : nullptr;
}

struct Move {
  Index vertex = 0;
  double centre = 0;
};

/// Adds the moves of bends that make room on one side of the i-th vertex of a layer when it stands
/// at `centre`. False where a card is in the way.
bool make_room(const LayeredGraph& graph, const std::vector<Index>& layer, std::size_t i,
               double centre, bool after, const LayoutOptions& options, std::vector<Move>& moves) {
  const double side = after ? 1 : -1;
  while (after ? i + 1 < layer.size() : i > 0) {
    const std::size_t next = after ? i + 1 : i - 1;
    const auto& neighbour = graph.vertices[layer[next]];
    centre += side * distance(graph.vertices[layer[i]], neighbour, options);
    if (side * neighbour.centre >= side * centre) return true;
    if (!neighbour.bend) return false;
    moves.push_back({layer[next], centre});
    i = next;
  }
  return true;
}

/// Takes away slants too small to be meant: a vertex moves in line with its leader where it is
/// nearly so and no card of its layer is in the way.
void align(LayeredGraph& graph, const LayoutOptions& options) {
  constexpr double nearly = 14;
  for (const auto& layer : graph.layers) {
    for (std::size_t i = 0; i < layer.size(); ++i) {
      const auto& vertex = graph.vertices[layer[i]];
      const LayerVertex* ahead = leader(graph, vertex);
      if (!ahead || std::abs(ahead->centre - vertex.centre) > nearly) continue;
      std::vector<Move> moves{{layer[i], ahead->centre}};
      if (!make_room(graph, layer, i, ahead->centre, false, options, moves)) continue;
      if (!make_room(graph, layer, i, ahead->centre, true, options, moves)) continue;
      for (const Move& move : moves) graph.vertices[move.vertex].centre = move.centre;
    }
  }
}

/// Swaps the axes: a top-down drawing is a left-to-right one of turned cards, turned back.
Extent turned(Extent e) { return {e.height, e.width}; }
Point turned(Point p) { return {p.y, p.x}; }

/// Where each layer begins along the layers' direction, and how deep it is.
struct Bands {
  std::vector<double> begin;
  std::vector<double> depth;
};

Bands bands(const LayeredGraph& graph, const std::vector<Extent>& cards,
            const std::vector<LayoutEdge>& edges, const LayoutOptions& options) {
  Bands result{std::vector<double>(graph.layers.size(), 0),
               std::vector<double>(graph.layers.size(), 0)};
  std::vector<double> gap(graph.layers.size(), options.layer_gap);  // before each layer
  for (std::size_t v = 0; v < cards.size(); ++v) {
    auto& depth = result.depth[graph.vertices[v].layer];
    depth = std::max(depth, cards[v].width);
  }
  for (const auto& edge : edges) {
    auto& before = gap[graph.vertices[edge.to].layer];
    before = std::max(before, edge.room);
  }
  for (std::size_t l = 1; l < graph.layers.size(); ++l) {
    result.begin[l] = result.begin[l - 1] + result.depth[l - 1] + gap[l];
  }
  return result;
}

/// The way points of an edge: a passed layer is crossed straight, from side to side.
std::vector<Point> way_points(const LayeredGraph& graph, const std::vector<Index>& way,
                              const std::vector<Extent>& cards, const Bands& bands) {
  std::vector<Point> points;
  const auto& first = graph.vertices[way.front()];
  points.push_back({bands.begin[first.layer] + cards[way.front()].width, first.centre});
  for (std::size_t i = 1; i + 1 < way.size(); ++i) {
    const auto& bend = graph.vertices[way[i]];
    points.push_back({bands.begin[bend.layer], bend.centre});
    points.push_back({bands.begin[bend.layer] + bands.depth[bend.layer], bend.centre});
  }
  const auto& last = graph.vertices[way.back()];
  points.push_back({bands.begin[last.layer], last.centre});
  return points;
}

void shift_to_origin(LayeredGraph& graph) {
  double top = 0;
  for (const auto& vertex : graph.vertices) top = std::min(top, vertex.centre - vertex.breadth / 2);
  for (auto& vertex : graph.vertices) vertex.centre = std::round(vertex.centre - top);
}

}  // namespace

void straighten(LayeredGraph& graph, const LayoutOptions& options) {
  for (const auto& layer : graph.layers) place_layer(graph, layer, options, false, false);
  for (std::uint32_t i = 0; i < options.sweeps; ++i) {
    for (const auto& layer : graph.layers) place_layer(graph, layer, options, true, false);
    for (std::size_t l = graph.layers.size(); l-- > 0;) {
      place_layer(graph, graph.layers[l], options, false, true);
    }
  }
  for (const auto& layer : graph.layers) place_layer(graph, layer, options, true, true);
  align(graph, options);
}

Layout lay_out(const std::vector<Extent>& cards, const std::vector<LayoutEdge>& edges,
               const LayoutOptions& options) {
  const bool turn = options.direction == LayoutDirection::top_down;
  std::vector<Extent> extents = cards;
  if (turn) {
    for (auto& extent : extents) extent = turned(extent);
  }
  LayeredGraph graph = layer(extents, edges, options);
  reduce_crossings(graph, options.sweeps);
  straighten(graph, options);
  shift_to_origin(graph);
  const Bands along = bands(graph, extents, edges, options);

  Layout layout;
  for (std::size_t v = 0; v < extents.size(); ++v) {
    const auto& vertex = graph.vertices[v];
    const Point corner{along.begin[vertex.layer], std::floor(vertex.centre - vertex.breadth / 2)};
    layout.size.width = std::max(layout.size.width, corner.x + extents[v].width);
    layout.size.height = std::max(layout.size.height, corner.y + extents[v].height);
    layout.cards.push_back(turn ? turned(corner) : corner);
    layout.layers.push_back(vertex.layer);
  }
  for (const auto& way : graph.ways) {
    layout.edges.push_back(way_points(graph, way, extents, along));
    for (auto& point : layout.edges.back()) {
      layout.size.height = std::max(layout.size.height, point.y);
      if (turn) point = turned(point);
    }
  }
  if (turn) layout.size = turned(layout.size);
  return layout;
}

}  // namespace headway::inline v0
