// What was found on this machine, for people and as JSON.
#pragma once

#include <headway/session/survey.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace headway::cli {

/// Lines that say where each number comes from, which devices there are and which are withheld.
std::vector<std::string> lines_of(const Survey& found);

/// Adds `bounds`, `driver`, `driver_problem`, `gpus`, `withheld` and `mps`.
void add_to(nlohmann::ordered_json& json, const Survey& found);

}  // namespace headway::cli
