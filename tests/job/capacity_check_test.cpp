// What no machine could ever hold: refused wherever in a job it stands, at its place, once.
#include "support/catch.hpp"
#include "support/inner_graphs.hpp"
#include "support/pipelines.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>

using namespace headway;
using namespace pipelines;

namespace {

using Places = std::vector<std::string>;

const Node one{.name = "one", .resources = {{"cpu", 4}}};

Diagnostics findings_of(const Pipeline& pipeline, const Limits& around = {},
                        const Node& node = one) {
  try {
    compile(pipeline, {.nodes = {node}, .around = around});
  } catch (const InvalidPipeline& invalid) {
    return invalid.diagnostics();
  }
  return {};
}

/// `code path` of each.
Places places_of(const Pipeline& pipeline, const Limits& around = {}, const Node& node = one) {
  Places places;
  for (const Diagnostic& finding : findings_of(pipeline, around, node)) {
    places.push_back(finding.code + ' ' + finding.path);
  }
  return places;
}

Task asking(std::string name, std::int64_t cpu) {
  return with_resource(command(std::move(name)), "cpu", {1000 * cpu});
}

Pipeline named(std::string name, std::vector<Task> tasks) {
  Pipeline pipeline = of(std::move(tasks));
  pipeline.name = std::move(name);
  return pipeline;
}

}  // namespace

TEST_CASE("a request above the quota of its owner is told with what raises that") {
  try {
    compile(of({asking("train", 3)}), {.nodes = {one}, .quota = {{"cpu", 2}, {"gpu", 1}}});
    FAIL("it was compiled");
  } catch (const InvalidPipeline& invalid) {
    REQUIRE(invalid.diagnostics().size() == 1);
    const Diagnostic& finding = *invalid.diagnostics().begin();
    CHECK(finding.code == "too-large-request");
    CHECK(finding.message ==
          "no node can hold cpu: 3 of the task \"train\"; its owner, by the store's quotas, has 2");
    CHECK(finding.notes.front() ==
          "ask for less, or raise max_slots.cpu of the owner's quota in the store's config.yaml");
  }
  CHECK_NOTHROW(compile(of({asking("train", 2)}), {.nodes = {one}, .quota = {{"cpu", 2}}}));
}

TEST_CASE("a request that no node holds is told at its place and once") {
  Task undone = asking("undone", 5);
  undone.compensate = CommandBody{{{"undo", {}}}};
  Pipeline pipeline = of(
      {undone, with_map(asking("each", 5), "[1]"), repeats("tune", {asking("step", 5)}, "true")});
  pipeline.on_failure = {asking("triage", 5)};
  pipeline.finally = {asking("tidy", 5)};
  CHECK(places_of(pipeline) ==
        Places{"too-large-request tasks.undone.resources.cpu",
               "too-large-request tasks.each.resources.cpu",
               "too-large-request tasks.tune.repeat.tasks.step.resources.cpu",
               "too-large-request on_failure.triage.resources.cpu",
               "too-large-request finally.tidy.resources.cpu"});
}

//   deploy: inner { upload, again: innermost { check } }
TEST_CASE("what an inner pipeline asks for is refused before anything runs") {
  const Pipeline innermost = named("innermost", {asking("check", 5)});
  const Pipeline inner = named("inner", {asking("upload", 5), starts("again", innermost)});
  CHECK(places_of(of({starts("deploy", inner)})) ==
        Places{"too-large-request tasks.deploy.pipeline.tasks.upload.resources.cpu",
               "too-large-request "
               "tasks.deploy.pipeline.tasks.again.pipeline.tasks.check.resources.cpu"});
  const Task rounds = repeats("tune", {starts("deploy", named("inner", {asking("a", 5)}))}, "true");
  CHECK(places_of(of({rounds})) ==
        Places{"too-large-request "
               "tasks.tune.repeat.tasks.deploy.pipeline.tasks.a.resources.cpu"});
}

TEST_CASE("an inner pipeline that is used twice is told once") {
  const auto inner = std::make_shared<const Pipeline>(named("inner", {asking("a", 5)}));
  Task first{.name = "first", .body = PipelineBody{.path = {"inner.yaml", {}}, .loaded = inner}};
  Task second = first;
  second.name = "second";
  CHECK(places_of(of({first, second})).size() == 1);
}

TEST_CASE("the defaults of an inner pipeline are its own") {
  Pipeline inner = named("inner", {command("a"), command("b")});
  inner.defaults.resources = {{"cpu", Quantity{5000}}};
  CHECK(places_of(of({starts("deploy", inner)})).size() == 1);
  Pipeline outer = of({starts("deploy", named("inner", {command("a")}))});
  outer.defaults.resources = {{"cpu", Quantity{5000}}};
  CHECK(places_of(outer).empty());
}

TEST_CASE("an inner job keeps within its limits and those around it") {
  Pipeline outer = of({starts("deploy", named("inner", {asking("a", 3)}))});
  CHECK(places_of(outer).empty());
  outer.limits.slots = {{"cpu", {Quantity{2000}, {}}}};
  CHECK(findings_of(outer)[0].message ==
        "no node can hold cpu: 3 of the task \"a\"; the job, by limits.slots, has 2");
  CHECK(findings_of(outer)[0].notes ==
        std::vector<std::string>{"ask for less, or raise limits.slots.cpu"});
  CHECK(places_of(of({asking("a", 3)}), outer.limits).size() == 1);
}

TEST_CASE("a slot of a job is there for the jobs inside it") {
  Pipeline outer =
      of({starts("deploy", named("inner", {with_resource(command("a"), "db", {1000})}))});
  CHECK(places_of(outer) == Places{"unknown-slot tasks.deploy.pipeline.tasks.a.resources.db"});
  outer.limits.slots = {{"db", {Quantity{1000}, {}}}};
  CHECK(places_of(outer).empty());
}

TEST_CASE("memory of devices is asked of as many devices as are asked for") {
  const auto [gpu, memory, found] = GENERATE(table<std::int64_t, Quantity, Places>(
      {{1, 40_GiB, {}},
       {2, 10_GiB, {}},
       {0, 40_GiB, {}},
       {1, 41_GiB, {"too-large-request tasks.a.resources.gpu_mem"}},
       {2, 40_GiB, {"too-large-request tasks.a.resources"}}}));
  Task task = with_resource(command("a"), "gpu", {gpu * 1000});
  const Pipeline pipeline = of({with_resource(std::move(task), "gpu_mem", memory)});
  const Node mixed{.name = "mixed",
                   .resources = {{"cpu", 4}, {"gpu", 2}, {"gpu_mem", 10_GiB}},
                   .gpu_memory = {std::int64_t{10} << 30, std::int64_t{40} << 30}};
  CHECK(places_of(pipeline, {}, mixed) == found);
}
