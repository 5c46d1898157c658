// Checking a pipeline file in one pass: what reading finds and what validating finds, together.
#pragma once

#include <headway/yaml/load.hpp>

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Reads and validates; every finding in file order. A file of FastTrack is converted, and a
/// warning says so. Never throws for what a file can hold.
Loaded check(std::string_view text, std::string_view name);
Loaded check_file(const std::string& path);

/// The pipeline of a file without errors. Throws InvalidPipeline with every finding.
Pipeline load(std::string_view text, std::string_view name);
Pipeline load_file(const std::string& path);

}  // namespace headway::inline v0
