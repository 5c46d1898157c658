// The declared outputs of a task, read from what it left.
#pragma once

#include "tree.hpp"

#include <headway/model/task.hpp>
#include <headway/model/value.hpp>

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Whether the output is a file or folder itself, not a value in a file.
bool is_artifact(const Type& type);

/// The files whose content says the values of `declarations`.
std::set<std::string> value_files(std::span<const OutputDeclaration> declarations);

/// The value of every declaration; artifacts lie beneath `folder`, where `tree` was or will be.
/// Throws OutputProblem.
Values read_outputs(std::span<const OutputDeclaration> declarations, const Tree& tree,
                    const std::string& folder, const ArtifactLimits& limits);

/// The value that `text` says for `type`: raw for scalars, JSON for list, map and json. Throws
/// OutputProblem; `name` is the output's.
Value parse_output(std::string_view name, const Type& type, std::string_view text);

}  // namespace headway::inline v0
