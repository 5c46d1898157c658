// What a callable returned, checked against what its task declares, and its files committed.
#pragma once

#include <headway/store/artifacts.hpp>

#include <string>

namespace headway::inline v0 {

/// Whether a file or folder is among the values, at any depth.
bool leaves_files(const Values& outputs);

/// What is wrong with `outputs` for `task`: one is missing or ill-typed. Empty when nothing is.
std::string check_outputs(const Task& task, const Values& outputs);

/// Commits all of `folder` and gives the files among `outputs` their committed paths and digests. A
/// file outside the folder is a problem.
Committed commit_callable(const Artifacts& artifacts, const std::string& folder, const Task& task,
                          Values outputs);

}  // namespace headway::inline v0
