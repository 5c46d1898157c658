// Moving a folder to its place, whole or not at all.
#pragma once

#include "folder.hpp"
#include "tree.hpp"

#include <string>

namespace headway::inline v0 {

enum class Moved { here, was_there_already, other_file_system };

/// Renames the folder `from`, open as `root`, to `to`, beneath a folder that exists. Throws
/// OutputProblem when `from` is no longer what is open, StoreError when the disk fails.
Moved move_folder(const std::string& from, const Descriptor& root, const std::string& to);

/// Copies what `tree` lists from `root` into a hidden folder beneath `beside`, checks that it is
/// the same, and renames it to `to`.
void copy_folder(const Descriptor& root, const Tree& tree, const TreeScan& scan,
                 const std::string& beside, const std::string& to);

/// Removes the hidden folders beneath `beside` whose copying process is dead.
void remove_half_copies(const std::string& beside);

/// Removes a folder and all in it, also where it is read-only. Throws StoreError.
void remove_folder(const std::string& path);

}  // namespace headway::inline v0
