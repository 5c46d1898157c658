// The data folder of a store, as the command line names it.
#include "cli/data_folder.hpp"

#include "cli/report.hpp"

#include <headway/base/error.hpp>
#include <headway/run/folders.hpp>

#include <filesystem>

namespace headway::cli {

namespace fs = std::filesystem;

void refuse_file(const StoreOptions& at) {
  std::error_code ignored;
  if (fs::exists(at.store, ignored) && !fs::is_directory(at.store, ignored)) {
    throw Error("the store " + at.store +
                " cannot be used: Not a directory; give --store another path");
  }
}

bool is_remembered(const StoreOptions& at) {
  return fs::absolute(at.data).lexically_normal() == data_folder_of(at.store);
}

void remember_data(const StoreOptions& at) try {
  if (!at.data.empty()) remember_data_folder(at.store, at.data);
} catch (const StoreError&) {
  throw;
} catch (const Error& elsewhere) {
  throw UsageError("--data: " + printable(elsewhere.what()));
}

}  // namespace headway::cli
