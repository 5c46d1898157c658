// The graph of a pipeline's tasks: edges, order, cycles.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A directed graph over 0 … size-1 in compressed rows, built in bulk.
struct Graph {
  std::vector<std::uint32_t> rows{0};    // size + 1
  std::vector<std::uint32_t> targets{};  // of vertex v: targets[rows[v] … rows[v+1])
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(rows.size() - 1); }
};

/// A graph of `size` vertices from (source, target) pairs in any order; the targets of a vertex
/// keep that order. O(V + E).
Graph make_graph(std::uint32_t size,
                 const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges);

/// Vertices so that every edge goes forward; always the smallest vertex that is free next, so that
/// the original order is kept where it can be. Empty when there is a cycle. O(E + V log V).
std::vector<std::uint32_t> topological_order(const Graph& graph);

/// A shortest cycle through the smallest vertex of each group of vertices that reach each other:
/// each vertex once, along the edges. Empty when there is no cycle. O(V + E).
std::vector<std::vector<std::uint32_t>> find_cycles(const Graph& graph);

/// Longest path from each vertex to a sink, counting `weights` of the vertices on it (itself
/// included). O(V + E). Precondition: no cycle, or AssertionFailure.
std::vector<std::int64_t> upward_ranks(const Graph& graph,
                                       const std::vector<std::int64_t>& weights);

}  // namespace headway::inline v0
