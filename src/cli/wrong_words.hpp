// Words on the command line that are wrong, or come in a later version: by CLI11.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace headway::cli {

/// What is wrong with the first word, where it should be a verb and is none; empty otherwise.
std::string verb_complaint(const CLI::App& app, std::string_view word);

/// One line and where to read on; all there is to know for who gave no word at all.
std::string complaint(const CLI::App* app, const CLI::Error& wrong);

/// An option of the reference that comes later: refused by name. A flag takes no value.
enum class Later { flag, option };
void add_later(CLI::App* verb, const std::string& name, Later kind);

}  // namespace headway::cli
