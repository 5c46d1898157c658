// Golden files: text a test compares with a file; HEADWAY_APPROVE=1 rewrites the files on purpose.
#pragma once

#include "support/catch.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace golden {

inline std::filesystem::path folder(const std::string& name) {
  return std::filesystem::path(HEADWAY_TESTS_DIR) / "golden" / name;
}

/// All bytes of a file; fails the test when there is no such file.
inline std::string bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  INFO("cannot read " << path << "; HEADWAY_APPROVE=1 writes what is missing");
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline bool approving() {
  const char* wish = std::getenv("HEADWAY_APPROVE");
  return wish != nullptr && std::string(wish) == "1";
}

/// Compares `actual` with the file `name` beneath tests/golden, or rewrites that file.
inline void check(const std::string& actual, const std::string& name) {
  auto path = folder(name);
  if (approving()) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
  }
  INFO("golden file " << path << "; HEADWAY_APPROVE=1 accepts the change");
  CHECK(actual == bytes(path));
}

/// The inputs in a folder beneath tests/golden: every file that is no expectation (`.txt`), by
/// name.
inline std::vector<std::filesystem::path> inputs(const std::string& name) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder(name))) {
    if (entry.path().extension() != ".txt") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// For each input of the folder: `show(text, file name)` must be what `<stem>.txt` holds, and say
/// something.
template <class Show>
void check_each(const std::string& name, const Show& show) {
  for (const auto& input : inputs(name)) {
    INFO("input " << input);
    std::string shown = show(bytes(input), input.filename().string());
    CHECK_FALSE(shown.empty());
    check(shown, name + "/" + input.stem().string() + ".txt");
  }
}

}  // namespace golden
