// The data folder of a store, in a file of one line.
#include "cli/data_folder.hpp"

#include "cli/report.hpp"

#include <headway/base/error.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

namespace headway::cli {

namespace {

namespace fs = std::filesystem;

std::string note_of(const StoreOptions& at) { return at.store + "/data-folder"; }

/// Empty where nothing is remembered.
std::string remembered(const StoreOptions& at) {
  std::ifstream note(note_of(at), std::ios::binary);
  std::string path;
  std::getline(note, path, '\0');
  if (path.ends_with('\n')) path.pop_back();
  return path;
}

std::string whole(const std::string& path) { return fs::absolute(path).lexically_normal(); }

void write(const std::string& path, const std::string& text) {
  std::ofstream note(path + ".new", std::ios::binary);
  note << text << '\n';
  if (!note.flush()) throw Error("cannot write " + path + ": " + std::strerror(errno));
  fs::rename(path + ".new", path);
}

}  // namespace

void recall_data(StoreOptions& at) {
  std::error_code ignored;
  if (fs::exists(at.store, ignored) && !fs::is_directory(at.store, ignored)) {
    throw Error("the store " + at.store +
                " cannot be used: Not a directory; give --store another path");
  }
  if (at.data.empty()) at.data = remembered(at);
}

bool is_remembered(const StoreOptions& at) { return whole(at.data) == remembered(at); }

void remember_data(const StoreOptions& at) {
  if (at.data.empty() || is_remembered(at)) return;
  const std::string noted = remembered(at);
  const std::string kept = noted.empty() ? whole(at.store + "/data") : noted;
  if (kept == whole(at.data)) return;
  if (fs::exists(kept)) {
    throw UsageError("--data: the store keeps its data in " + printable(kept) +
                     "; give no --data, or another --store");
  }
  write(note_of(at), whole(at.data));
}

}  // namespace headway::cli
