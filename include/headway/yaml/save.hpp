// Writing pipelines: the canonical text.
#pragma once

#include <headway/base/digest.hpp>
#include <headway/model/pipeline.hpp>

#include <string>

namespace headway::inline v0::yaml {

/// The canonical YAML of a pipeline: keys in the order of the reference, quotes only where needed.
/// `load(save(p)) == p`, and `save(load(text))` is the same for every text of one pipeline.
/// Throws InvalidPipeline for what no file can hold: U+0000, numbers that are not finite, more
/// levels than a file may have.
std::string save(const Pipeline& pipeline);

/// The pipeline's version: SHA-256 of its canonical text.
Digest version(const Pipeline& pipeline);

}  // namespace headway::inline v0::yaml
