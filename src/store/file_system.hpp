// File systems: whether one is shared over a network.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Throws StoreError when `path`, or what there is of it, lies on a network file system.
void require_local_disk(const std::string& path);

/// The type of what is mounted from `device`, as the text of /proc/<pid>/mountinfo tells it
/// ("fuse.sshfs"); empty when it does not.
std::string mounted_type(const std::string& mountinfo, dev_t device);

/// Whether a FUSE of that type may lie on another machine: all but those known to be on this one.
bool may_be_elsewhere(std::string_view fuse_type);

}  // namespace headway::inline v0
