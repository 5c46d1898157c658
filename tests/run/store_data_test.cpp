// Where a store keeps its data, told once and known to all who come later.
#include "support/catch.hpp"
#include "support/engine_bench.hpp"

#include <headway/run/folders.hpp>
#include <headway/run/history.hpp>

#include <filesystem>
#include <string>

using namespace headway;
using namespace headway::testing;
using Catch::Matchers::Contains;

namespace {

/// Runs one task in an engine of its own.
JobId run(const std::string& root, const ExecutorOptions& options) {
  SqliteStore store(root);
  LocalBackend local({.program = HEADWAY_PROGRAM, .folder = store.root()});
  Executor executor(store, local, options);
  Pipeline pipeline{.name = "says"};
  pipeline.tasks = {shell_task("say", "echo hello")};
  JobHandle job = executor.start(pipeline, Values{});
  CHECK(job.wait() == JobState::succeeded);
  return job.id();
}

}  // namespace

TEST_CASE("a store remembers the data folder that an engine was given") {
  const TemporaryFolder folder;
  const std::string root = folder / "store";
  run(root, {.data = folder / "elsewhere"});
  const JobId later = run(root, {});
  CHECK(data_folder_of(root) == folder / "elsewhere");
  CHECK(std::filesystem::exists(Folders(folder / "elsewhere").job(later)));
  CHECK_FALSE(std::filesystem::exists(root + "/data"));
}

TEST_CASE("a store without a word of it keeps its data within") {
  const TemporaryFolder folder;
  CHECK(data_folder_of(folder / "store") == folder / "store/data");
}

TEST_CASE("another data folder is refused while the first is there") {
  const TemporaryFolder folder;
  const std::string root = folder / "store";
  run(root, {.data = folder / "first"});
  CHECK_THROWS_WITH(run(root, {.data = folder / "second"}),
                    Contains("the store keeps its data in " + (folder / "first")));
  std::filesystem::rename(folder / "first", folder / "second");
  run(root, {.data = folder / "second"});
  CHECK(data_folder_of(root) == folder / "second");
}
