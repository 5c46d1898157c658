// headway verify: whether all that a store remembers is as it was written.
#include "cli/data_folder.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/run/folders.hpp>
#include <headway/store/verification.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

namespace headway::cli {

namespace {

std::string as_json(const Verification& found) {
  return nlohmann::ordered_json{{"jobs", found.jobs},
                                {"events", found.events},
                                {"artifacts", found.artifacts},
                                {"damages", found.damages}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string data_of(const StoreOptions& options) {
  return options.data.empty() ? data_folder_of(options.store)
                              : std::filesystem::absolute(options.data).lexically_normal().string();
}

}  // namespace

int verify(const StoreOptions& options) {
  const Verification found = headway::verify(options.store, data_of(options));
  const int code = found.damages.empty() ? done : world_failed;
  if (options.json) {
    print(as_json(found));
    return code;
  }
  for (const std::string& damage : found.damages) say(printable(damage));
  print(fmt::format(
      "{} jobs, {} events, {} artifacts: {}", found.jobs, found.events, found.artifacts,
      found.damages.empty() ? "all whole"
                            : fmt::format("{} damaged or missing", found.damages.size())));
  return code;
}

}  // namespace headway::cli
