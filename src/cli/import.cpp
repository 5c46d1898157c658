// headway import: the pipeline file that a file of another tool becomes.
#include "cli/text_file.hpp"
#include "cli/verbs.hpp"

#include <headway/interop/fasttrack.hpp>
#include <headway/job/validate.hpp>
#include <headway/run/check.hpp>
#include <headway/yaml/save.hpp>

#include <utility>

namespace headway::cli {

namespace {

/// A recipe is a pipeline file in JSON; nothing about it has to be converted but its looks.
Loaded loaded(const ImportOptions& options) {
  if (options.from == "recipe") return check_file(options.file);
  Loaded converted = fasttrack::read(read_text(options.file), options.file);
  if (!converted.diagnostics.has_errors()) {
    converted.diagnostics.append(validate(converted.pipeline));
  }
  converted.diagnostics.sort();
  return converted;
}

}  // namespace

int import_file(const ImportOptions& options) {
  Loaded found = loaded(options);
  const bool wrong = found.diagnostics.has_errors();
  return deliver({.key = "pipeline",
                  .text = wrong ? std::string() : yaml::save(found.pipeline),
                  .diagnostics = std::move(found.diagnostics),
                  .out = options.out,
                  .json = options.json});
}

}  // namespace headway::cli
