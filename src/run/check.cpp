// Checking a pipeline file in one pass.
#include "holes.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/interop/fasttrack.hpp>
#include <headway/job/validate.hpp>
#include <headway/run/check.hpp>

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

/// The text that findings are about; empty where nothing was found or nothing read.
std::string text_of(const Diagnostics& found) {
  for (const auto& finding : found) {
    if (finding.span.source && !finding.span.source->text.empty()) return finding.span.source->text;
  }
  return {};
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
  const std::string text = text_of(native.diagnostics);
  return with_validation(or_converted(std::move(native), text, path));
}

Pipeline load(std::string_view text, std::string_view name) {
  return without_errors(check(text, name));
}

Pipeline load_file(const std::string& path) { return without_errors(check_file(path)); }

}  // namespace headway::inline v0
