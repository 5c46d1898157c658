// load, read, load_value: the doors into the room.
#include "file_text.hpp"
#include "readers.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/yaml/children.hpp>
#include <headway/yaml/load.hpp>

#include <cerrno>
#include <cstring>

namespace headway::inline v0::yaml {
namespace {

std::string stem_of(std::string_view name) {
  name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
  auto dot = name.rfind('.');
  if (dot != std::string_view::npos && dot != 0) name = name.substr(0, dot);
  return name.empty() ? "pipeline" : std::string(name);
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

Pipeline checked(Loaded loaded) {
  if (loaded.diagnostics.has_errors()) throw InvalidPipeline(std::move(loaded.diagnostics));
  return std::move(loaded.pipeline);
}

Loaded read_with(decltype(parse)& parse_text, std::string_view text, std::string_view name) {
  Loaded result;
  result.pipeline.name = stem_of(name);
  if (auto document = parse_text(text, name, result.diagnostics)) read_root(*document, result);
  if (result.diagnostics.size() >= most_findings) note_more(name, result.diagnostics);
  result.diagnostics.sort();
  return result;
}

/// Calls `read` with the root, and throws what was found.
template <class Read>
void read_value(std::string_view text, std::string_view name, const Read& read) {
  Diagnostics found;
  if (auto document = parse(text, name, found)) {
    Reading reading{*document, found};
    read(Place(reading, document->root()));
  }
  found.sort();
  if (found.has_errors()) throw InvalidPipeline(std::move(found));
}

}  // namespace

Loaded read(std::string_view text, std::string_view name) { return read_with(parse, text, name); }
Loaded read_canonical(std::string_view text, std::string_view name) {
  return read_with(parse_canonical, text, name);
}

Loaded read_file(const std::string& path) {
  errno = 0;
  auto text = file_text(path);
  if (!text) {
    int reason = errno;
    Loaded result;
    std::string note = reason == EISDIR ? "name the pipeline file in this folder"
                                        : "check the path and the permissions of the file";
    result.diagnostics.add(
        about_file("unreadable-file",
                   "the file cannot be read: " + std::string(std::strerror(reason)), path, {note}));
    return result;
  }
  Loaded result = read(*text, path);
  result.pipeline.folder = folder_of(path);
  read_children(result.pipeline, path, result.diagnostics);
  return result;
}

Pipeline load(std::string_view text, std::string_view name) { return checked(read(text, name)); }
Pipeline load_canonical(std::string_view text, std::string_view name) {
  return checked(read_canonical(text, name));
}
Pipeline load_file(const std::string& path) { return checked(read_file(path)); }

Value load_value(std::string_view text, std::string_view name) {
  Value value;
  read_value(text, name, [&](const Place& root) { value = root.value().value_or(Value()); });
  return value;
}

std::vector<NamedValue> load_values(std::string_view text, std::string_view name) {
  std::vector<NamedValue> values;
  read_value(text, name, [&](const Place& root) {
    if (root.element().kind != Kind::map) {
      return root.fail("wrong-type", "a params file is a map from names to values",
                       {"write one name: value a line"});
    }
    root.each_entry([&](const Place& entry) {
      auto value = entry.value();
      if (value) values.push_back({std::string(entry.key()), *std::move(value), entry.span()});
    });
  });
  return values;
}

}  // namespace headway::inline v0::yaml
