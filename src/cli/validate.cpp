// headway validate: everything that is wrong with pipeline files.
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/run/check.hpp>

namespace headway::cli {

int validate(const ValidateOptions& options) {
  Diagnostics all;
  for (const std::string& file : options.files) all.append(check_file(file).diagnostics);
  if (options.json) print(to_json(all));
  if (!options.json && !all.empty()) report(all);
  return all.has_errors() ? invalid_input : done;
}

}  // namespace headway::cli
