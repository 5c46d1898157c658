// load, read, load_value: the doors into the room.
#include "readers.hpp"

#include <headway/base/error.hpp>
#include <headway/yaml/load.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace headway::inline v0::yaml {
namespace {

std::string stem_of(std::string_view name) {
  name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
  auto dot = name.rfind('.');
  if (dot != std::string_view::npos && dot != 0) name = name.substr(0, dot);
  return name.empty() ? "pipeline" : std::string(name);
}

Diagnostic about_file(std::string code, std::string message, std::string_view name,
                      std::vector<std::string> notes = {}) {
  auto source = std::make_shared<Source>();
  source->name = name;
  return {.code = std::move(code),
          .message = std::move(message),
          .span = {std::move(source)},
          .notes = std::move(notes)};
}

void read_root(const Document& document, Loaded& result) {
  const Element& root = document.root();
  if (root.kind == Kind::null) {
    result.diagnostics.add(about_file("empty-file", "the file holds no pipeline",
                                      document.source()->name,
                                      {"a pipeline file begins with `headway: v1`"}));
    return;
  }
  Reading reading{document, result.diagnostics};
  read_pipeline(Place(reading, root), result.pipeline);
}

void note_more(std::string_view name, Diagnostics& found) {
  found.add(about_file("too-many-findings", "there may be more than the findings listed here", name,
                       {"the first thousand are listed; mend some and ask again"}));
}

/// A little more than a file may have, so that a larger one shows itself; pipes work as well.
bool read_bytes(const std::string& path, std::string& bytes) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return false;
  constexpr std::size_t block = std::size_t{1} << 16U;
  auto limit = largest_yaml;
  while (bytes.size() <= limit) {
    auto size = bytes.size();
    bytes.resize(size + block);
    auto count = std::fread(bytes.data() + size, 1, block, file.get());
    bytes.resize(size + count);
    if (count < block) return std::ferror(file.get()) == 0;
    if (size == 0 && looks_like_json(bytes, path)) limit = largest_json;
  }
  return true;
}

std::string folder_of(const std::string& path) {
  std::error_code ignored;  // a lost working directory leaves the path as it is
  auto absolute = std::filesystem::absolute(path, ignored);
  return (ignored ? std::filesystem::path(path) : absolute)
      .lexically_normal()
      .parent_path()
      .string();
}

Pipeline checked(Loaded loaded) {
  if (loaded.diagnostics.has_errors()) throw InvalidPipeline(std::move(loaded.diagnostics));
  return std::move(loaded.pipeline);
}

}  // namespace

Loaded read(std::string_view text, std::string_view name) {
  Loaded result;
  result.pipeline.name = stem_of(name);
  if (auto document = parse(text, name, result.diagnostics)) read_root(*document, result);
  if (result.diagnostics.size() >= most_findings) note_more(name, result.diagnostics);
  result.diagnostics.sort();
  return result;
}

Loaded read_file(const std::string& path) {
  std::string bytes;
  errno = 0;
  if (!read_bytes(path, bytes)) {
    int reason = errno;
    Loaded result;
    std::string note = reason == EISDIR ? "name the pipeline file in this folder"
                                        : "check the path and the permissions of the file";
    result.diagnostics.add(
        about_file("unreadable-file",
                   "the file cannot be read: " + std::string(std::strerror(reason)), path, {note}));
    return result;
  }
  Loaded result = read(bytes, path);
  result.pipeline.folder = folder_of(path);
  return result;
}

Pipeline load(std::string_view text, std::string_view name) { return checked(read(text, name)); }
Pipeline load_file(const std::string& path) { return checked(read_file(path)); }

Value load_value(std::string_view text, std::string_view name) {
  Diagnostics found;
  std::optional<Value> value;
  if (auto document = parse(text, name, found)) {
    Reading reading{*document, found};
    value = Place(reading, document->root()).value();
  }
  found.sort();
  if (found.has_errors()) throw InvalidPipeline(std::move(found));
  return value.value_or(Value());
}

}  // namespace headway::inline v0::yaml
