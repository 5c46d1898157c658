// Renamed tasks: which that left and which that came are one.
#pragma once

#include <headway/yaml/tree.hpp>

#include <map>
#include <string>

namespace headway::inline v0 {

/// Old name -> new name of the tasks of two `tasks` maps that are one by their body; of several
/// candidates the one that is most alike.
std::map<std::string, std::string> renamed_tasks(const yaml::Tree& before, const yaml::Tree& after);

/// A tree in which edges and expressions speak of tasks by their new names.
yaml::Tree with_new_names(yaml::Tree tree, const std::map<std::string, std::string>& names);

}  // namespace headway::inline v0
