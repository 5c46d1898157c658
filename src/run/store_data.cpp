// The data folder of a store: the usual one, or the one that a file of one line names.
#include <headway/base/error.hpp>
#include <headway/run/folders.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace headway::inline v0 {

namespace {

namespace fs = std::filesystem;

std::string note_of(const std::string& root) { return root + "/data-folder"; }

std::string whole(const std::string& path) { return fs::absolute(path).lexically_normal(); }

void write_note(const std::string& path, const std::string& text) {
  std::ofstream note(path + ".new", std::ios::binary);
  note << text << '\n';
  if (!note.flush()) throw StoreError("cannot write " + path + ": " + std::strerror(errno));
  fs::rename(path + ".new", path);
}

}  // namespace

std::string data_folder_of(const std::string& root) {
  std::ifstream note(note_of(root), std::ios::binary);
  std::string path;
  std::getline(note, path, '\0');  // a path may hold any other character
  if (path.ends_with('\n')) path.pop_back();
  return whole(path.empty() ? root + "/data" : path);
}

void remember_data_folder(const std::string& root, const std::string& data) {
  const std::string kept = data_folder_of(root);
  if (kept == whole(data)) return;
  if (fs::exists(kept)) {
    throw Error("the store keeps its data in " + kept +
                "; name no data folder, or use another store");
  }
  write_note(note_of(root), whole(data));
}

}  // namespace headway::inline v0
