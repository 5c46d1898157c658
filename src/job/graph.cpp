// The graph algorithms, by Boost.Graph; no other file includes it.
#include <headway/base/error.hpp>
#include <headway/job/graph.hpp>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <queue>
#include <span>

namespace headway::inline v0 {
namespace {

using Vertex = std::uint32_t;
using BoostGraph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                       boost::no_property, Vertex, std::uint32_t>;
constexpr Vertex nobody = std::numeric_limits<Vertex>::max();

std::span<const Vertex> targets_of(const Graph& graph, Vertex v) {
  return std::span(graph.targets).subspan(graph.rows[v], graph.rows[v + 1] - graph.rows[v]);
}

BoostGraph to_boost(const Graph& graph) {
  std::vector<std::pair<Vertex, Vertex>> edges;
  edges.reserve(graph.targets.size());
  for (Vertex v = 0; v < graph.size(); ++v) {
    for (Vertex target : targets_of(graph, v)) edges.emplace_back(v, target);
  }
  return {boost::edges_are_sorted, edges.begin(), edges.end(), graph.size()};
}

std::vector<std::uint32_t> in_degrees(const Graph& graph) {
  std::vector<std::uint32_t> degrees(graph.size());
  for (Vertex target : graph.targets) ++degrees[target];
  return degrees;
}

/// Whether every vertex can be ordered: what is usual is found out without Boost's copy of the
/// graph.
bool is_acyclic(const Graph& graph) {
  auto waiting_for = in_degrees(graph);
  std::vector<Vertex> ordered;
  ordered.reserve(graph.size());
  for (Vertex v = 0; v < graph.size(); ++v) {
    if (waiting_for[v] == 0) ordered.push_back(v);
  }
  for (std::size_t next = 0; next < ordered.size(); ++next) {
    for (Vertex target : targets_of(graph, ordered[next])) {
      if (--waiting_for[target] == 0) ordered.push_back(target);
    }
  }
  return ordered.size() == graph.size();
}

/// Breadth first from `start` within its component; the first edge back closes the shortest cycle.
std::vector<Vertex> cycle_through(const Graph& graph, Vertex start,
                                  const std::vector<Vertex>& component,
                                  std::vector<Vertex>& parent) {
  std::queue<Vertex> reached({start});
  while (!reached.empty()) {
    const Vertex v = reached.front();
    reached.pop();
    for (Vertex target : targets_of(graph, v)) {
      if (target == start) {
        std::vector<Vertex> path{v};
        while (path.back() != start) path.push_back(parent[path.back()]);
        return {path.rbegin(), path.rend()};
      }
      if (component[target] != component[start] || parent[target] != nobody) continue;
      parent[target] = v;
      reached.push(target);
    }
  }
  return {};
}

}  // namespace

Graph make_graph(std::uint32_t size, const std::vector<std::pair<Vertex, Vertex>>& edges) {
  const BoostGraph built(boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), size);
  Graph graph;
  graph.rows.reserve(size + std::size_t{1});
  graph.targets.reserve(edges.size());
  for (Vertex v = 0; v < size; ++v) {
    for (auto [edge, end] = boost::out_edges(v, built); edge != end; ++edge) {
      graph.targets.push_back(boost::target(*edge, built));
    }
    graph.rows.push_back(static_cast<std::uint32_t>(graph.targets.size()));
  }
  return graph;
}

std::vector<Vertex> topological_order(const Graph& graph) {
  auto waiting_for = in_degrees(graph);
  std::priority_queue<Vertex, std::vector<Vertex>, std::greater<>> ready;
  for (Vertex v = 0; v < graph.size(); ++v) {
    if (waiting_for[v] == 0) ready.push(v);
  }
  std::vector<Vertex> order;
  order.reserve(graph.size());
  while (!ready.empty()) {
    order.push_back(ready.top());
    ready.pop();
    for (Vertex target : targets_of(graph, order.back())) {
      if (--waiting_for[target] == 0) ready.push(target);
    }
  }
  if (order.size() < graph.size()) order.clear();
  return order;
}

std::vector<std::vector<Vertex>> find_cycles(const Graph& graph) {
  if (is_acyclic(graph)) return {};
  const BoostGraph built = to_boost(graph);
  std::vector<Vertex> component(graph.size());
  const auto index = boost::get(boost::vertex_index, built);
  const auto count = boost::strong_components(
      built, boost::make_iterator_property_map(component.begin(), index, component[0]));
  std::vector<bool> seen(count);
  std::vector<Vertex> parent(graph.size(), nobody);
  std::vector<std::vector<Vertex>> cycles;
  for (Vertex v = 0; v < graph.size(); ++v) {
    if (seen[component[v]]) continue;
    seen[component[v]] = true;
    auto cycle = cycle_through(graph, v, component, parent);
    if (!cycle.empty()) cycles.push_back(std::move(cycle));
  }
  return cycles;
}

std::vector<std::int64_t> upward_ranks(const Graph& graph,
                                       const std::vector<std::int64_t>& weights) {
  HEADWAY_ASSERT(weights.size() == graph.size());
  std::vector<Vertex> sinks_first;
  sinks_first.reserve(graph.size());
  bool has_cycle = false;
  try {
    const BoostGraph built = to_boost(graph);
    boost::topological_sort(built, std::back_inserter(sinks_first));
  } catch (const boost::not_a_dag&) {
    has_cycle = true;
  }
  HEADWAY_ASSERT(!has_cycle);
  std::vector<std::int64_t> ranks(weights);
  for (Vertex v : sinks_first) {
    std::int64_t longest = 0;
    for (Vertex target : targets_of(graph, v)) longest = std::max(longest, ranks[target]);
    ranks[v] += longest;
  }
  return ranks;
}

}  // namespace headway::inline v0
