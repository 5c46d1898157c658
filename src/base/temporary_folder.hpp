// A folder where the system keeps what does not last.
#pragma once

#include <headway/base/error.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

namespace headway::inline v0 {

/// Makes a folder that nobody else has; who asked for it removes it. Throws SessionError.
inline std::string make_temporary_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "headway-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) {
    throw SessionError("cannot make the folder " + path + ": " + std::strerror(errno));
  }
  return path;
}

}  // namespace headway::inline v0
