// The graph of a pipeline's tasks: edges, order, cycles.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/pipeline.hpp>

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

/// A graph of `size` vertices from (source, target) pairs in any order. O(V + E).
Graph make_graph(std::uint32_t size,
                 const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges);

/// Vertices so that every edge goes forward; among the possible orders the one that keeps the
/// original order most (smallest ready vertex first). Empty when there is a cycle.
std::vector<std::uint32_t> topological_order(const Graph& graph);

/// One cycle, each vertex once, along the edges; empty when there is none.
std::vector<std::uint32_t> find_cycle(const Graph& graph);

/// Longest path from each vertex to a sink, counting `weights` of the vertices on it (itself
/// included). Precondition: no cycle.
std::vector<std::int64_t> upward_ranks(const Graph& graph,
                                       const std::vector<std::int64_t>& weights);

}  // namespace headway::inline v0
