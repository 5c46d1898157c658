// From the text of an inner pipeline to a graph.
#include "inner_job.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/event/codec.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/check.hpp>
#include <headway/yaml/save.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

std::uint32_t inner_depth(const JobStatus& status, InstanceId instance) {
  std::uint32_t depth = 0;
  while (instance != no_instance) {
    const JobGraph& graph = status.graphs().of(instance);
    if (graph.kind == GraphKind::pipeline) ++depth;
    instance = graph.owner;
  }
  return depth;
}

namespace {

std::string path_of(const PipelineBody& body, const Value& from, const std::string& folder) {
  std::string path = body.path.value;
  if (const auto* artifact = from.get_if<Artifact>()) path = artifact->path;
  if (const auto* text = from.get_if<std::string>()) path = *text;
  if (path.empty()) throw Error(to_json(from) + " is no file with a pipeline");
  return path.front() == '/' || folder.empty() ? path : folder + '/' + path;
}

/// The first error and its place, in one line, and how many more there are.
std::string summary_of(const Diagnostics& found) {
  std::string text;
  std::size_t errors = 0;
  for (const Diagnostic& finding : found) {
    if (finding.severity == Severity::error && errors++ == 0) text = render(finding);
  }
  text.resize(std::min(text.size(), text.find('\n')));
  if (errors > 1) text += "; " + std::to_string(errors - 1) + " more";
  return text;
}

}  // namespace

GraphAdded inner_job(InstanceId instance, const PipelineBody& body, const Value& from,
                     Values params, const std::string& folder, const CompileOptions& options) {
  try {
    const Pipeline pipeline =
        body.loaded && from.is_null() ? *body.loaded : load_file(path_of(body, from, folder));
    auto values = std::make_shared<const Value>(Value(params));
    CompileOptions own = options;
    own.params = std::move(params);
    auto graph = compile(pipeline, own);
    return {.instance = instance,
            .kind = GraphKind::pipeline,
            .values = std::move(values),
            .pipeline = yaml::save(pipeline),
            .children = encode_children(pipeline),
            .folder = pipeline.folder,
            .graph = std::move(graph)};
  } catch (const InvalidPipeline& invalid) {
    throw Error("the inner pipeline is not valid: " + summary_of(invalid.diagnostics()));
  }
}

}  // namespace headway::inline v0
