// headway export: a pipeline as a file of another tool.
#include "cli/pipeline_file.hpp"
#include "cli/text_file.hpp"
#include "cli/verbs.hpp"

#include <headway/interop/fasttrack.hpp>

#include <utility>

namespace headway::cli {

int export_file(const ExportOptions& options) {
  fasttrack::Written written = fasttrack::write(read_pipeline(options.file));
  return deliver({.key = "file",
                  .text = std::move(written.text),
                  .diagnostics = std::move(written.diagnostics),
                  .out = options.out,
                  .json = options.json});
}

}  // namespace headway::cli
