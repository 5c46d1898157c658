// What a person reads when a pipeline is wrong: whole messages, compared with golden files.
#include "support/catch.hpp"
#include "support/golden.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/check.hpp>

using namespace headway;
using namespace headway::literals;

namespace {

/// Everything that is wrong with a file for two nodes of a backend of plain processes, and no
/// params given.
std::string findings_of(const std::string& text, const std::string& name) {
  const CompileOptions options{.nodes = {{"alpha", {{"cpu", 16}, {"mem", 64_GiB}}},
                                         {"beta", {{"cpu", 8}, {"mem", 32_GiB}, {"gpu", 2}}}},
                               .callables = {"train", "test"},
                               .check_callables = true,
                               .backend = "local",
                               .capabilities = {.processes = true, .callables = true}};
  try {
    compile(load(text, name), options);
  } catch (const InvalidPipeline& invalid) {
    return render(invalid.diagnostics());
  }
  return {};
}

}  // namespace

TEST_CASE("each wrong pipeline is refused in the words of its golden file") {
  golden::check_each("diagnostics/job", findings_of);
}
