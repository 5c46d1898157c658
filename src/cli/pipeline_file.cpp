// Pipelines and params as the command line names them.
#include "cli/pipeline_file.hpp"

#include "cli/report.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/check.hpp>
#include <headway/run/params.hpp>

namespace headway::cli {

Pipeline read_pipeline(const std::string& path) {
  Loaded loaded = check_file(path);
  if (loaded.diagnostics.has_errors()) throw InvalidPipeline(std::move(loaded.diagnostics));
  if (!loaded.diagnostics.empty()) report(loaded.diagnostics);
  return std::move(loaded.pipeline);
}

Values read_params(const Pipeline& pipeline, const std::vector<std::string>& files,
                   const std::vector<std::string>& words) {
  Values params;
  Diagnostics found;
  for (const std::string& file : files) {
    for (auto& [name, value] : read_params_file(pipeline, file, found))
      params.insert_or_assign(name, value);
  }
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
      throw UsageError("-p " + printable(word) + ": expected name=value");
    const std::string name = word.substr(0, equals);
    if (auto value = parse_param(pipeline, name, word.substr(equals + 1), found)) {
      params.insert_or_assign(name, *std::move(value));
    }
  }
  if (found.has_errors()) throw InvalidPipeline(std::move(found));
  return params;
}

}  // namespace headway::cli
