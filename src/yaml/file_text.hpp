// File text: the bytes of a pipeline file, and where it lies.
#pragma once

#include <headway/base/diagnostic.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0::yaml {

/// The bytes of a file, or a little more than a file may have, so that a larger one shows itself;
/// pipes work as well. Nothing, and the reason in `errno`, where it cannot be read.
std::optional<std::string> file_text(const std::string& path);

/// The absolute folder of a file.
std::string folder_of(const std::string& path);

/// A finding about a whole file.
Diagnostic about_file(std::string code, std::string message, std::string_view name,
                      std::vector<std::string> notes = {});

}  // namespace headway::inline v0::yaml
