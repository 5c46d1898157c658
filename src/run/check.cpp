// Checking a pipeline file in one pass.
#include "holes.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/interop/fasttrack.hpp>
#include <headway/job/validate.hpp>
#include <headway/run/check.hpp>

#include <map>
#include <string>
#include <utility>

namespace headway::inline v0 {

namespace {

Loaded with_validation(Loaded loaded) {
  const Holes holes(loaded.diagnostics, loaded.pipeline.span);
  if (holes.hide_everything()) return loaded;
  loaded.diagnostics.append(holes.without_consequences(validate(loaded.pipeline)));
  loaded.diagnostics.sort();
  return loaded;
}

/// Files of other tools are no pipeline files to the reader of those; a valid one is read once.
Loaded or_converted(Loaded native, std::string_view text, std::string_view name) {
  if (!native.diagnostics.has_errors() || !fasttrack::recognises(text, name)) return native;
  Loaded converted = fasttrack::read(text, name);
  converted.pipeline.folder = std::move(native.pipeline.folder);
  return converted;
}

/// The text of the file itself, whose inner pipelines have findings of their own; empty where
/// nothing was found in it or nothing read.
std::string text_of(const std::string& path, const Diagnostics& found) {
  for (const Diagnostic& finding : found) {
    const auto& source = finding.span.source;
    if (source && source->name == path) return source->text;
  }
  return {};
}

/// A file of another tool that a pipeline names as an inner one: one finding says so.
Diagnostics with_foreign_ones_named(const std::string& path, const Diagnostics& found) {
  Diagnostics named;
  std::map<std::string, bool> foreign;  // inner files, by name
  for (const Diagnostic& finding : found) {
    const auto& source = finding.span.source;
    if (!source || source->name == path) {
      named.add(finding);
      continue;
    }
    const auto [file, is_new] = foreign.try_emplace(source->name);
    if (is_new) file->second = fasttrack::recognises(source->text, source->name);
    if (!file->second) {
      named.add(finding);
    } else if (is_new) {
      named.add({.code = "foreign-file",
                 .message = "this is a FastTrack file, and an inner pipeline is a headway file",
                 .span = {source, 1, 1, 0},
                 .notes = {"convert it: headway import " + source->name +
                           " --from fasttrack -o NEW.yaml, and name NEW.yaml"}});
    }
  }
  return named;
}

Pipeline without_errors(Loaded loaded) {
  if (loaded.diagnostics.has_errors()) throw InvalidPipeline(std::move(loaded.diagnostics));
  return std::move(loaded.pipeline);
}

}  // namespace

Loaded check(std::string_view text, std::string_view name) {
  return with_validation(or_converted(yaml::read(text, name), text, name));
}

Loaded check_file(const std::string& path) {
  Loaded native = yaml::read_file(path);
  const std::string text = text_of(path, native.diagnostics);
  native.diagnostics = with_foreign_ones_named(path, native.diagnostics);
  return with_validation(or_converted(std::move(native), text, path));
}

Pipeline load(std::string_view text, std::string_view name) {
  return without_errors(check(text, name));
}

Pipeline load_file(const std::string& path) { return without_errors(check_file(path)); }

}  // namespace headway::inline v0
