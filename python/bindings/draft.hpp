// What a builder holds.
#pragma once

#include <headway/model/builder.hpp>

#include <memory>

namespace headway::python {

inline PipelineDraft& draft_of(PipelineBuilder& builder) { return builder.defaults().draft(); }
inline Pipeline& pipeline_of(PipelineBuilder& builder) { return draft_of(builder).pipeline(); }

/// The pipeline as it stands. Throws InvalidPipeline with all findings where a call was wrong.
Pipeline built(PipelineBuilder& builder);

/// A builder that goes on from a pipeline.
std::unique_ptr<PipelineBuilder> builder_of(Pipeline pipeline);

}  // namespace headway::python
