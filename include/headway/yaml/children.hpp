// The pipelines inside of a pipeline (`pipeline: {path: …}`): read, kept as texts, attached again.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/pipeline.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace headway::inline v0::yaml {

/// How many pipelines may lie within each other.
inline constexpr std::uint32_t deepest_child = 16;

/// Canonical texts by path. A path is relative to the folder of the outermost pipeline, without `.`
/// and with `..` only in front; one that was written absolute stays so.
using ChildTexts = std::map<std::string, std::string>;

/// Reads from the disk what the paths of `pipeline` name, and what those name in turn, and attaches
/// it (`PipelineBody::loaded`); `read_file` has done so. `name` is the pipeline's own file. What is
/// wrong with a child goes to `found` and leaves it unattached. A path with `${{ }}` is not read.
void read_children(Pipeline& pipeline, const std::string& name, Diagnostics& found);

/// The texts of all that is attached to `pipeline`, at any depth. Throws InvalidPipeline when two
/// different pipelines have one path.
ChildTexts child_texts(const Pipeline& pipeline);

/// Attaches to `pipeline` what its paths name in `texts`, at any depth, without the disk; a path
/// that is not there is left alone. Throws InvalidPipeline for texts that are no pipelines.
void attach_children(Pipeline& pipeline, const ChildTexts& texts);

}  // namespace headway::inline v0::yaml
