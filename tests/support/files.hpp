// Whole files, read and written.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace headway::inline v0::testing {

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Makes the folders above it, too.
inline void write_file(const std::string& path, const std::string& bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace headway::inline v0::testing
