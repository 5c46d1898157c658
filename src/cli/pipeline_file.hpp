// Pipelines and params as the command line names them.
#pragma once

#include <headway/model/pipeline.hpp>

#include <string>
#include <vector>

namespace headway::cli {

/// The pipeline of a file; warnings go to standard error. Throws InvalidPipeline with every
/// finding.
Pipeline read_pipeline(const std::string& path);

/// The params of the files, in order, then of the `name=value` words; later ones win. Throws
/// InvalidPipeline with every finding, UsageError for a word without `=`.
Values read_params(const Pipeline& pipeline, const std::vector<std::string>& files,
                   const std::vector<std::string>& words);

}  // namespace headway::cli
