// The layout of a layered graph: where cards stand and how edges bend around them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(Point, Point) = default;
};

struct Extent {
  double width = 0;
  double height = 0;
  friend bool operator==(Extent, Extent) = default;
};

enum class LayoutDirection : std::uint8_t { left_to_right, top_down };

/// An edge between two cards. `room` is the least distance its last stretch needs, for a label.
struct LayoutEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  double room = 0;
};

struct LayoutOptions {
  LayoutDirection direction = LayoutDirection::left_to_right;
  double layer_gap = 56;       // between the cards of two layers
  double card_gap = 20;        // between cards of one layer
  double bend_gap = 14;        // between a passing edge and its neighbours
  std::size_t bends = 20'000;  // passing edges beyond this many bends are drawn straight
  std::uint32_t sweeps = 24;   // of the crossing reduction and of the straightening
};

/// A drawing without ink. A value. Coordinates are whole numbers, y grows downwards.
struct Layout {
  Extent size{};
  std::vector<Point> cards{};               // top left corners
  std::vector<std::vector<Point>> edges{};  // way points: source border, bends, target border
  std::vector<std::uint32_t> layers{};      // of each card, from 0
};

/// Lays out a graph in layers (Sugiyama): longest-path layering, crossing reduction by barycenters,
/// straightening by isotonic regression. Edges that close a cycle are drawn but do not count.
/// Deterministic. O(sweeps · (cards + bends + edges) · log).
Layout lay_out(const std::vector<Extent>& cards, const std::vector<LayoutEdge>& edges,
               const LayoutOptions& options = {});

/// An order of `size` cards in which edges go forward, smallest index first; cards of a cycle come
/// in the order of their index.
std::vector<std::uint32_t> drawing_order(std::uint32_t size, const std::vector<LayoutEdge>& edges);

}  // namespace headway::inline v0
