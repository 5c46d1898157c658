// Checking a pipeline file in one pass.
#include <headway/base/error.hpp>
#include <headway/job/validate.hpp>
#include <headway/run/check.hpp>

#include <utility>

namespace headway::inline v0 {

namespace {

Loaded with_validation(Loaded loaded) {
  // What could not be read is missing from the pipeline: validating it would report the hole again.
  if (!loaded.diagnostics.has_errors()) loaded.diagnostics.append(validate(loaded.pipeline));
  loaded.diagnostics.sort();
  return loaded;
}

Pipeline without_errors(Loaded loaded) {
  if (loaded.diagnostics.has_errors()) throw InvalidPipeline(std::move(loaded.diagnostics));
  return std::move(loaded.pipeline);
}

}  // namespace

Loaded check(std::string_view text, std::string_view name) {
  return with_validation(yaml::read(text, name));
}

Loaded check_file(const std::string& path) { return with_validation(yaml::read_file(path)); }

Pipeline load(std::string_view text, std::string_view name) {
  return without_errors(check(text, name));
}

Pipeline load_file(const std::string& path) { return without_errors(check_file(path)); }

}  // namespace headway::inline v0
