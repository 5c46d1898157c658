// Crossing reduction: layers are sorted by the mean place of each vertex's neighbours.
#include "layers.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

namespace {

using Index = std::uint32_t;

/// Pairs (i, j) with i before j and value of i above that of j, counted with a Fenwick tree.
std::size_t inversions(const std::vector<Index>& values, std::size_t range) {
  std::vector<std::size_t> tree(range + 1, 0);
  std::size_t seen = 0;
  std::size_t count = 0;
  for (Index value : values) {
    std::size_t not_above = 0;
    for (std::size_t i = value + 1; i > 0; i -= i & (~i + 1)) not_above += tree[i];
    count += seen - not_above;
    for (std::size_t i = value + 1; i <= range; i += i & (~i + 1)) ++tree[i];
    ++seen;
  }
  return count;
}

std::size_t crossings(const LayeredGraph& graph) {
  std::size_t count = 0;
  for (std::size_t l = 0; l + 1 < graph.layers.size(); ++l) {
    std::vector<Index> ends;
    for (Index v : graph.layers[l]) {
      const auto begin = static_cast<std::ptrdiff_t>(ends.size());
      for (const auto& link : graph.vertices[v].below) {
        ends.push_back(graph.vertices[link.to].position);
      }
      std::sort(ends.begin() + begin, ends.end());
    }
    count += inversions(ends, graph.layers[l + 1].size());
  }
  return count;
}

/// The mean place of the vertex's neighbours; its own where it has none.
double barycenter(const LayeredGraph& graph, const LayerVertex& vertex,
                  const std::vector<LayerLink>& neighbours) {
  if (neighbours.empty()) return vertex.position;
  double sum = 0;
  for (const auto& link : neighbours) sum += graph.vertices[link.to].position;
  return sum / static_cast<double>(neighbours.size());
}

void sort_layer(LayeredGraph& graph, std::vector<Index>& layer,
                std::vector<LayerLink> LayerVertex::*neighbours) {
  std::vector<std::pair<double, Index>> keys;
  for (Index v : layer) {
    const auto& vertex = graph.vertices[v];
    keys.emplace_back(barycenter(graph, vertex, vertex.*neighbours), v);
  }
  std::stable_sort(keys.begin(), keys.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < layer.size(); ++i) {
    layer[i] = keys[i].second;
    graph.vertices[layer[i]].position = static_cast<Index>(i);
  }
}

void sweep_down(LayeredGraph& graph) {
  for (std::size_t l = 1; l < graph.layers.size(); ++l) {
    sort_layer(graph, graph.layers[l], &LayerVertex::above);
  }
}

void sweep_up(LayeredGraph& graph) {
  for (std::size_t l = graph.layers.size(); l-- > 1;) {
    sort_layer(graph, graph.layers[l - 1], &LayerVertex::below);
  }
}

void restore(LayeredGraph& graph, std::vector<std::vector<Index>> layers) {
  graph.layers = std::move(layers);
  for (const auto& layer : graph.layers) {
    for (Index i = 0; i < layer.size(); ++i) graph.vertices[layer[i]].position = i;
  }
}

}  // namespace

void reduce_crossings(LayeredGraph& graph, std::uint32_t sweeps) {
  sweep_down(graph);
  auto best = graph.layers;
  std::size_t fewest = crossings(graph);
  for (std::uint32_t i = 0; i < sweeps && fewest > 0; ++i) {
    sweep_up(graph);
    sweep_down(graph);
    const std::size_t count = crossings(graph);
    if (count >= fewest) continue;
    fewest = count;
    best = graph.layers;
  }
  restore(graph, std::move(best));
}

}  // namespace headway::inline v0
