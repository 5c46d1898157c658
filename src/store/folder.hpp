// The folder of a store, made private.
#pragma once

#include "../base/descriptor.hpp"

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// `path` without dots and from `/`; it need not exist.
std::string absolute_path(const std::string& path);

/// Makes the folder and those above it that are missing, itself with mode 0700. Throws StoreError.
void make_private_folder(const std::string& path);

/// Makes a folder's entries survive a power cut. Throws StoreError.
void sync_folder(const std::string& path);

/// Whether an errno tells of the disk or the machine, not of who owns what lies there.
bool is_of_the_disk(int error);

/// Throws StoreError: `cannot <doing> "<path>": <errno in words>; <next>`.
[[noreturn]] void throw_errno(std::string_view doing, std::string_view path, int error);

}  // namespace headway::inline v0
