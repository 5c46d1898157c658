// Texts that come from a file and go to one.
#pragma once

#include <headway/base/diagnostic.hpp>

#include <string>

namespace headway::cli {

/// Throws UsageError when the file cannot be read.
std::string read_text(const std::string& path);

/// Writes a file and says so. Throws Error when it cannot be written.
void write_text(const std::string& path, const std::string& text);

/// What a conversion gave, and where it goes.
struct Conversion {
  std::string key{};   // what --json calls the text
  std::string text{};  // empty where something stood in the way
  Diagnostics diagnostics{};
  std::string out{};  // a file; empty: standard output
  bool json = false;
};

/// Tells the diagnostics, then writes the text unless one of them is an error; the exit code.
int deliver(const Conversion& conversion);

}  // namespace headway::cli
