// The graph in Graphviz's language, coloured.
#pragma once

#include <headway/view/chart.hpp>

#include <string>

namespace headway::inline v0 {

/// A complete `digraph`; names are escaped. For `dot -Tsvg`, or for tools that read DOT.
std::string dot(const Chart& chart);

}  // namespace headway::inline v0
