// FastTrack: a file as it was read, before its names, edges and defaults are headway's.
#pragma once

#include "fasttrack_parts.hpp"

#include <vector>

namespace headway::inline v0::fasttrack {

struct ForeignTask {
  Task task{};  // named as written
  SourceSpan name_span{};
  SessionPart session{};
  bool skipped = false;
  bool unsupported = false;  // told of already
  bool has_command = false;
};

struct ForeignPipeline {
  Pipeline pipeline{};
  SessionPart session{};
  std::vector<ForeignTask> tasks{};
};

/// The pipeline that was meant. What was changed on the way goes to `found`.
Pipeline assembled(ForeignPipeline foreign, Diagnostics& found);

}  // namespace headway::inline v0::fasttrack
