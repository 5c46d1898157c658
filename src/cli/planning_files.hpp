// The files that a plan is made from: nodes, durations.
#pragma once

#include <headway/base/source_span.hpp>
#include <headway/base/time.hpp>
#include <headway/model/node.hpp>

#include <map>
#include <string>
#include <vector>

namespace headway::cli {

/// A JSON or YAML map from instances or tasks to seconds, or to durations such as 20m. Throws
/// InvalidPipeline with every finding, UsageError when the file cannot be read.
std::map<std::string, Spanned<Duration>> read_durations(const std::string& path);

/// A JSON or YAML list of `{"name", "resources": {slot: quantity}, "devices": {"gpu": n}}`. Throws
/// as `read_durations`.
std::vector<Node> read_nodes(const std::string& path);

}  // namespace headway::cli
