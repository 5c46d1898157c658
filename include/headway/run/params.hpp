// Params and outputs as a person gives them: `name=value`, params files, values of other languages.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/pipeline.hpp>
#include <headway/model/with_floats.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Reads `-p name=value`: raw for string and enum params, as JSON otherwise. An int where a float
/// is due becomes one, at any depth: a person who types `-p rate=1` means 1.0. Nothing, and a
/// finding, where the name or the value is wrong.
std::optional<Value> parse_param(const Pipeline& pipeline, std::string_view name,
                                 std::string_view text, Diagnostics& found);

/// Reads `-o name=value`, an output that `task` declares, by the same rules.
std::optional<Value> parse_output(const Task& task, std::string_view name, std::string_view text,
                                  Diagnostics& found);

/// Reads a params file, a YAML or JSON map from names to values, by the same rules; findings name
/// the file.
Values read_params_file(const Pipeline& pipeline, const std::string& path, Diagnostics& found);

}  // namespace headway::inline v0
