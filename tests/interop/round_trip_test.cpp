// Export and import: what FastTrack can express comes back as it was.
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/value_generators.hpp"

#include <headway/interop/fasttrack.hpp>
#include <headway/yaml/save.hpp>

#include <rapidcheck.h>

#include <string>
#include <utility>
#include <vector>

using namespace headway;
using namespace headway::literals;

namespace {

using generators::any_of;
using generators::below;
using generators::chance;

SessionSettings settings() {
  SessionSettings result;
  result.image = "cr.example.org/python:3." + std::to_string(below(20));
  result.resources = {{"cpu", Quantity{1000 * static_cast<std::int64_t>(1 + below(8))}}};
  if (chance(80)) result.resources.emplace_back("mem", any_of<Quantity>({4_GiB, 512_MiB, {1500}}));
  SessionChoice session{
      .options = {{"project", "p"}, {"scaling_group", any_of<std::string>({"a", "b c"})}}};
  if (chance(50)) {
    const auto shares = any_of<std::string>({"0.25", "1", "5", "1.5"});
    result.resources.emplace_back(
        "gpu", shares == "1.5" ? Quantity{2000} : *parse_quantity(shares, Unit::thousandth));
    session.options.emplace_back("cuda_shares", shares);
  } else if (chance(50)) {
    result.resources.emplace_back("gpu", Quantity{1000 * static_cast<std::int64_t>(1 + below(4))});
  }
  if (chance(50)) session.options.emplace_back("shmem", any_of<std::string>({"2g", "256m"}));
  if (chance(30)) {
    result.cluster_size = 2 + static_cast<std::uint32_t>(below(3));
    session.options.emplace_back("cluster_mode",
                                 any_of<std::string>({"single-node", "multi-node"}));
  }
  result.session = std::move(session);
  if (chance(30)) result.retry = RetryRules{{.limit = 1 + static_cast<std::uint32_t>(below(3))}};
  if (chance(30))
    result.retry = RetryRules{{.limit = 2, .backoff = {.initial = 30_s, .multiplier = 1}}};
  if (chance(30)) result.allow_failure = true;
  if (chance(50)) result.mounts = std::vector<Text>{{"data:/home/work/in"}, {"m/x:/opt/m"}};
  for (std::size_t i = below(3); i > 0; --i) {
    result.env.emplace_back("V" + std::to_string(i), generators::literal());
  }
  if (chance(30)) result.env.emplace_back("KEY", "Bearer ${{ secrets.KEY }}");
  result.env.emplace_back("BACKENDAI_PIPELINE_JOB_ID", "${{ job.id }}");
  return result;
}

/// A pipeline of FastTrack's words, its settings written out in every task.
Pipeline pipeline() {
  Pipeline result{.name = generators::text() + "x", .description = generators::text()};
  result.labels = {
      {"fasttrack.version", "26.4.4"}, {"fasttrack.domain", "d"}, {"fasttrack.scope", "user"}};
  for (std::size_t i = 0; i < 1 + below(5); ++i) {
    Task task{.name = "t" + std::to_string(i), .description = generators::text()};
    task.body = ScriptBody{.text = {"x" + generators::text()}, .shell = {"/bin/sh", "-c"}};
    if (chance(20)) task.when = Text{"false"};
    for (const auto& earlier : result.tasks) {
      if (!chance(50)) continue;
      task.depends_on.push_back(
          {earlier.name,
           earlier.when ? EdgeCondition::succeeded_or_skipped : EdgeCondition::succeeded,
           {}});
    }
    task.settings = settings();
    result.tasks.push_back(std::move(task));
  }
  return result;
}

/// Defaults written out in every task, and what is declared for nobody left out.
Pipeline written_out(Pipeline pipeline) {
  for (auto& task : pipeline.tasks) {
    auto env = std::exchange(task.settings.env, {});
    auto defaults = pipeline.defaults;
    defaults.env.clear();
    task.settings = merge(defaults, task.settings);
    for (auto& [name, value] : env) {
      if (name != "BACKENDAI_PIPELINE_JOB_ID") task.settings.env.emplace_back(name, value);
    }
  }
  pipeline.defaults = {};
  pipeline.secrets.clear();
  return pipeline;
}

}  // namespace

TEST_CASE("what was exported is imported as it was") {
  CHECK(rc::check("import(export(p)) == p", [] {
    const auto made = pipeline();
    const auto written = fasttrack::write(made);
    RC_LOG() << render(written.diagnostics) << written.text;
    RC_ASSERT_FALSE(written.diagnostics.has_errors());
    const auto loaded = fasttrack::read(written.text, "a.yaml");
    RC_LOG() << render(loaded.diagnostics);
    RC_ASSERT_FALSE(loaded.diagnostics.has_errors());
    RC_ASSERT(written_out(loaded.pipeline) == written_out(made));
  }));
}

TEST_CASE("what FastTrack wrote is written again as it meant it") {
  for (const auto& input : golden::inputs("fasttrack")) {
    INFO(input);
    const auto first = fasttrack::read(golden::bytes(input), "a.yaml").pipeline;
    const auto written = fasttrack::write(first);
    REQUIRE_FALSE(written.diagnostics.has_errors());
    const auto again = fasttrack::write(fasttrack::read(written.text, "a.yaml").pipeline);
    CHECK(again.text == written.text);
    golden::check(written.text, "fasttrack_export/" + input.stem().string() + ".txt");
  }
}

TEST_CASE("a command becomes words that the shell leaves alone") {
  Pipeline made{.name = "p"};
  made.tasks.push_back({.name = "a", .body = CommandBody{{{"echo"}, {"it's $HOME"}, {""}}}});
  made.tasks[0].settings.image = std::string("python:3.11");
  const auto written = fasttrack::write(made);
  const auto body = std::get<ScriptBody>(fasttrack::read(written.text, "a").pipeline.tasks[0].body);
  CHECK(body.text.value == R"(echo 'it'\''s $HOME' '')");
}

TEST_CASE("a script for another shell is given to that shell") {
  Pipeline made{.name = "p"};
  made.tasks.push_back({.name = "a", .body = ScriptBody{.text = {"ls | wc"}}});
  made.tasks[0].settings.image = std::string("python:3.11");
  const auto written = fasttrack::write(made);
  const auto body = std::get<ScriptBody>(fasttrack::read(written.text, "a").pipeline.tasks[0].body);
  CHECK(body.text.value == "bash -euo pipefail -c 'ls | wc'");
}

TEST_CASE("a task that only joins does nothing in FastTrack either") {
  Pipeline made{.name = "p"};
  made.tasks.push_back({.name = "a"});
  made.defaults.image = std::string("python:3.11");
  const auto written = fasttrack::write(made);
  REQUIRE_FALSE(written.diagnostics.has_errors());
  CHECK(written.text.find("command: \"true\"") != std::string::npos);
}
