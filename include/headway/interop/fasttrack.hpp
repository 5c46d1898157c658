// FastTrack: pipeline files of Backend.AI FastTrack, generations 22.09, 25.x and 26.x, both ways.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/pipeline.hpp>
#include <headway/yaml/load.hpp>

#include <string>
#include <string_view>

namespace headway::inline v0::fasttrack {

/// Whether a text is a FastTrack pipeline: a list of tasks, FastTrack's keys, no `headway` key.
bool recognises(std::string_view text, std::string_view name);

/// The pipeline that a FastTrack file describes. What headway cannot say is an error with its place
/// and key; what was changed on the way (a name, a number of devices) is a warning, and so is the
/// conversion itself. Throws nothing for what a file can hold; validate the pipeline afterwards.
Loaded read(std::string_view text, std::string_view name);

/// A file for FastTrack, and what stands in its way.
struct Written {
  std::string text{};         // empty where there are errors
  Diagnostics diagnostics{};  // warnings tell of what changes no result and was left out
};

/// The pipeline as a file of the newest generation (26.x). Defaults are written out in every task.
Written write(const Pipeline& pipeline);

}  // namespace headway::inline v0::fasttrack
