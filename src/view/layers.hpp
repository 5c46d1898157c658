// A graph in layers while it is laid out: cards, bends of passing edges, links between neighbours.
#pragma once

#include <headway/view/layout.hpp>

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// A link between vertices of neighbouring layers; heavier links are drawn straighter.
struct LayerLink {
  std::uint32_t to = 0;
  double weight = 1;
};

/// A card, or a bend: the place where a long edge passes a layer.
struct LayerVertex {
  std::uint32_t layer = 0;
  std::uint32_t position = 0;  // in its layer
  double breadth = 0;          // its size across the layers' direction
  double centre = 0;           // its place across the layers' direction
  bool bend = false;
  std::vector<LayerLink> above{};  // in the layer before
  std::vector<LayerLink> below{};  // in the layer after
};

/// The first vertices are the cards, in their order; bends follow.
struct LayeredGraph {
  std::vector<LayerVertex> vertices{};
  std::vector<std::vector<std::uint32_t>> layers{};  // vertices in their order
  std::vector<std::vector<std::uint32_t>> ways{};    // per edge: its vertices from end to end
};

/// Layers the cards and puts a bend into each layer that an edge passes. Long edges of one card
/// share their bends.
LayeredGraph layer(const std::vector<Extent>& cards, const std::vector<LayoutEdge>& edges,
                   const LayoutOptions& options);

/// Orders each layer so that few links cross: sweeps of barycenters, the best order seen is kept.
void reduce_crossings(LayeredGraph& graph, std::uint32_t sweeps);

/// Gives each vertex its centre: as near to its neighbours as order and gaps allow.
void straighten(LayeredGraph& graph, const LayoutOptions& options);

}  // namespace headway::inline v0
