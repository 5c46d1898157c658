// The file of progress: lines a task writes, each of which is a sign of life.
#pragma once

#include <cstdint>
#include <string>

namespace headway::inline v0 {

/// What tells whether a file was written to. Its time is by the clock of whoever wrote or keeps the
/// file: good for telling that it changed, not when.
struct ProgressMark {
  std::int64_t time_ns = 0;
  std::int64_t bytes = -1;  // -1: there is no file
  friend bool operator==(const ProgressMark&, const ProgressMark&) = default;
};

/// Of what the attempt's task has written to `$HEADWAY_PROGRESS`.
ProgressMark progress_mark(const std::string& attempt_folder);

}  // namespace headway::inline v0
