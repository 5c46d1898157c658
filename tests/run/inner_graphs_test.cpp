// Graphs inside jobs: maps, rounds, inner pipelines and the end of a job, by real processes.
#include "support/catch.hpp"
#include "support/engine_scenes.hpp"

#include <headway/base/invalid_pipeline.hpp>

using namespace headway;
using namespace headway::testing;

namespace {

/// Starts a job of one slot `db`, whose `inner` is a pipeline of one task with this key.
JobHandle start_made(
    EngineBench& bench, const std::string& key,
    const std::string& graphs = "tasks: {inner: {pipeline: {from: params.file}}}") {
  write_file(bench.path("made.yaml"),
             "headway: v1\ntasks: {a: {command: [\"true\"], " + key + "}}\n");
  return start(bench, "params: {file: made.yaml}\nlimits: {slots: {db: 1}}\n" + graphs);
}

}  // namespace

TEST_CASE("a map has an instance for each element and tolerates what it says") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  make: {script: "echo '[1, 2, 3]' > $HEADWAY_OUTPUT/list", outputs: {list: list(int)}}
  each:
    map: {over: tasks.make.outputs.list, tolerate_failures: 1}
    script: test $HEADWAY_ITEM != 2; echo $((HEADWAY_ITEM * 10)) > $HEADWAY_OUTPUT/n
    outputs: {n: int}
outputs: {all: "${{ tasks.each.outputs.n }}"}
)");
  CHECK(job.wait() == JobState::succeeded);
  const auto found = ends(job.status());
  CHECK(found.at("each") == "succeeded");
  CHECK(found.at("each[1]") == "failed exit_code(1)");
  CHECK(job.outputs().at("all") == Value(Value::List{10, Value(), 30}));
}

TEST_CASE("a map over nothing succeeds with an empty list") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
params: {words: {type: list(string), default: []}}
tasks:
  each: {map: {over: params.words}, script: "exit 1", outputs: {n: int}}
outputs: {all: "${{ tasks.each.outputs.n }}"}
)");
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.outputs().at("all") == Value(Value::List{}));
}

TEST_CASE("numbers that are not finite are neither mapped over nor given to a session") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  each: {map: {over: "[1.0 / 0.0]"}, command: ["true"]}
  one: {command: ["true"], inputs: {rate: "${{ 0.0 / 0.0 }}"}}
)");
  CHECK(job.wait() == JobState::failed);
  const JobStatus status = job.status();
  CHECK(ends(status).at("each") == "failed expression_failed");
  CHECK(ends(status).at("one") == "failed expression_failed");
  CHECK(status.instance({1}).message == "the value of \"rate\" is not finite");
}

TEST_CASE("a map beyond its tolerance fails with its elements as the reason") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
params: {words: {type: list(string), default: [a, b]}}
tasks:
  each: {map: {over: params.words}, script: "exit 1"}
  next: {depends_on: [each], command: ["true"]}
)");
  CHECK(job.wait() == JobState::failed);
  const auto found = ends(job.status());
  CHECK(found.at("each") == "failed child_failed");
  CHECK(found.at("next") == "upstream_failed upstream");
}

TEST_CASE("a repeat hands its outputs from round to round until they are good enough") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  tune:
    repeat:
      tasks:
        one:
          script: echo $((BEFORE + 2)) > $HEADWAY_OUTPUT/n
          env: {BEFORE: "${{ round.index == 0 ? 0 : round.previous.n }}"}
          outputs: {n: int}
      outputs: {n: "${{ tasks.one.outputs.n }}"}
      until: outputs.n >= 5
      max_rounds: 9
outputs: {n: "${{ tasks.tune.outputs.n }}"}
)");
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.outputs().at("n") == Value(6));
  CHECK(ends(job.status()).at("tune#2.one") == "succeeded");
}

TEST_CASE("a repeat that is never good enough exhausts its rounds") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  tune:
    repeat:
      tasks: {one: {command: ["true"]}}
      until: "false"
      max_rounds: 2
)");
  CHECK(job.wait() == JobState::failed);
  CHECK(ends(job.status()).at("tune") == "failed rounds_exhausted");
}

TEST_CASE("an inner pipeline sees its params and gives its outputs") {
  EngineBench bench;
  write_file(bench.path("inner.yaml"), R"(headway: v1
params: {n: {type: int}}
tasks:
  double: {script: 'echo $((2 * HEADWAY_PARAM_N)) > $HEADWAY_OUTPUT/n', outputs: {n: int}}
finally: {tidy: {command: ["true"]}}
outputs: {n: "${{ tasks.double.outputs.n }}"}
)");
  write_file(bench.path("outer.yaml"), R"(headway: v1
tasks:
  inner: {pipeline: {path: inner.yaml, params: {n: 21}}}
outputs: {n: "${{ tasks.inner.outputs.n }}"}
)");
  JobHandle job = bench.start(load_file(bench.path("outer.yaml")));
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.outputs().at("n") == Value(42));
  CHECK(ends(job.status()).at("inner/tidy") == "succeeded");
}

TEST_CASE("a failure is rolled back newest first and then told and then tidied up") {
  EngineBench bench;
  const std::string journal = bench.path("journal");
  JobHandle job = start(bench, R"(
params: {to: {type: string}}
rollback: true
tasks:
  a: {command: ["true"], compensate: {script: echo undo a >> $HEADWAY_PARAM_TO}}
  b: {depends_on: [a], command: ["true"], compensate: {script: echo undo b >> $HEADWAY_PARAM_TO}}
  c: {depends_on: [b], fail: {error: Broken, message: on purpose}}
on_failure: {tell: {script: 'echo "$WHO $HOW" >> $HEADWAY_PARAM_TO', env: {WHO: "${{ job.first_failure }}", HOW: "${{ job.state }}"}}}
finally: {tidy: {script: echo tidy >> $HEADWAY_PARAM_TO}}
)",
                        {{"to", journal}});
  CHECK(job.wait() == JobState::failed);
  CHECK(read_file(journal) == "undo b\nundo a\nc failed\ntidy\n");
  CHECK(ends(job.status()).at("c") == "failed failed_on_purpose");
}

TEST_CASE("what a condition says no to is skipped and what needs no success goes on") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
params: {stage: dev}
tasks:
  ship: {when: params.stage == 'prod', command: ["true"]}
  after: {depends_on: [ship], command: ["true"]}
  anyway: {depends_on: {ship: succeeded_or_skipped}, command: ["true"]}
)");
  CHECK(job.wait() == JobState::succeeded);
  const auto found = ends(job.status());
  CHECK(found.at("ship") == "skipped condition_false");
  CHECK(found.at("after") == "skipped upstream");
  CHECK(found.at("anyway") == "succeeded");
}

TEST_CASE("with fail_fast nothing new starts after a failure and the job has failed") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
fail_fast: true
tasks:
  bad: {script: exit 1}
  wait: {wait: 1h}
  later: {depends_on: [wait], command: ["true"]}
)");
  CHECK(job.wait() == JobState::failed);
  CHECK(ends(job.status()).at("wait") == "cancelled fail_fast");
}

TEST_CASE("a resumed job keeps its graphs and runs nothing again") {
  EngineBench bench;
  const std::string journal = bench.path("journal");
  const std::string text = R"(
params: {to: {type: string}}
tasks:
  each: {map: {over: "[1, 2]"}, script: echo $HEADWAY_ITEM >> $HEADWAY_PARAM_TO}
  loop:
    depends_on: [each]
    repeat: {tasks: {one: {script: echo round >> $HEADWAY_PARAM_TO}}, until: round.index == 1, max_rounds: 3}
  pause: {depends_on: [loop], wait: 300ms}
  last: {depends_on: [pause], script: echo last >> $HEADWAY_PARAM_TO}
)";
  const JobId id = [&] {
    JobHandle job = start(bench, text, {{"to", journal}});
    REQUIRE(comes_to(job, "pause", InstanceState::waiting));
    return job.id();
  }();
  bench.reopen();
  JobHandle resumed = bench.executor().resume(id);
  CHECK(resumed.wait() == JobState::succeeded);
  std::string lines = read_file(journal);
  CHECK(lines.size() == std::string("1\n2\nround\nround\nlast\n").size());
  CHECK(lines.ends_with("round\nround\nlast\n"));
}

TEST_CASE("a map without a body computes an output for each element") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
params: {sizes: {type: list(int), default: [1, 2, 3]}}
tasks:
  double: {map: {over: params.sizes}, outputs: {n: {type: int, value: "${{ 2 * item }}"}}}
  triple:
    matrix: {axes: {size: [5, 7]}}
    outputs: {n: {type: int, value: "${{ 3 * matrix.size }}"}}
outputs: {doubles: "${{ tasks.double.outputs.n }}", triples: "${{ tasks.triple.outputs.n }}"}
)");
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.outputs().at("doubles") == Value(Value::List{2, 4, 6}));
  CHECK(job.outputs().at("triples") == Value(Value::List{15, 21}));
}

TEST_CASE("until and outputs of a repeat know its matrix and its item") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  rounds:
    matrix: {axes: {most: [1, 3]}}
    repeat:
      tasks: {one: {command: ["true"]}}
      outputs: {n: "${{ matrix.most * 10 + round.index }}"}
      until: round.index + 1 == matrix.most
      max_rounds: 5
  items:
    map: {over: "[2, 1]"}
    repeat:
      tasks: {one: {command: ["true"]}}
      outputs: {n: "${{ item_index }}"}
      until: round.index + 1 >= item
      max_rounds: 5
outputs: {rounds: "${{ tasks.rounds.outputs.n }}", items: "${{ tasks.items.outputs.n }}"}
)");
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.outputs().at("rounds") == Value(Value::List{10, 32}));
  CHECK(job.outputs().at("items") == Value(Value::List{0, 1}));
  CHECK(ends(job.status()).count("items[1]#1.one") == 0);
}

TEST_CASE("a pipeline made at run time that asks for what the backend cannot do fails its task") {
  EngineBench bench;
  JobHandle job = start_made(bench, "image: \"python:3.12\"");
  CHECK(job.wait() == JobState::failed);
  const std::string message = job.status().instance({0}).message;
  CHECK(message.find("runs nothing in container images") != std::string::npos);
}

TEST_CASE("a pipeline made at run time that asks for more than there is fails its task") {
  EngineBench bench;
  JobHandle job = start_made(bench, "resources: {db: 2}");
  CHECK(job.wait() == JobState::failed);
  const std::string message = job.status().instance({0}).message;
  CHECK(message.find("no node can hold db: 2 of the task") != std::string::npos);
}

TEST_CASE("what is wrong with a pipeline made at run time is told in one line") {
  EngineBench bench;
  write_file(
      bench.path("made.yaml"),
      "headway: v1\nparams: {q: {type: int}, r: {type: int}}\ntasks: {a: {command: [\"true\"]}}\n");
  JobHandle job = start(bench, R"(
params: {file: made.yaml}
tasks: {inner: {pipeline: {from: params.file}}}
)");
  CHECK(job.wait() == JobState::failed);
  CHECK(job.status().instance({0}).message ==
        "the inner pipeline is not valid: " + bench.path("/made.yaml") +
            ":2:10: error[missing-param]: the param \"q\" has no default and no value; 1 more");
}

TEST_CASE("the error of a pipeline made at run time is told and not a warning before it") {
  EngineBench bench;
  write_file(bench.path("made.yaml"),
             "headway: v1\ntasks:\n  a:\n    script: echo #1\n  b: {comand: [x]}\n");
  JobHandle job = start(bench, R"(
params: {file: made.yaml}
tasks: {inner: {pipeline: {from: params.file}}}
)");
  CHECK(job.wait() == JobState::failed);
  const std::string message = job.status().instance({0}).message;
  CHECK(message.find("made.yaml:5:7: error[unknown-key]: \"b\" has no key \"comand\"") !=
        std::string::npos);
}

TEST_CASE("a pipeline made at run time has the slots of the job around it") {
  EngineBench bench;
  JobHandle job = start_made(bench, "resources: {db: 1}", R"(
tasks: {command: {command: ["true"]}}
finally: {inner: {pipeline: {from: params.file}}}
)");
  CHECK(job.wait() == JobState::succeeded);
  CHECK(ends(job.status()).at("inner/a") == "succeeded");
}

TEST_CASE("a job that failed names the failure that counts") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  may: {command: ["false"], allow_failure: true}
  each: {map: {over: "[1]"}, depends_on: {may: completed}, script: exit 3}
)");
  CHECK(job.wait() == JobState::failed);
  CHECK_THROWS_WITH(job.result<std::int64_t>(),
                    "job " + to_string(job.id()) + " failed: each[0] ended with exit_code(3)");
}

TEST_CASE("a job that asks for what the backend cannot do is not started") {
  EngineBench bench;
  const std::string inner = "headway: v1\ntasks: {a: {script: ls, sandbox: bubblewrap}}\n";
  write_file(bench.path("inner.yaml"), inner);
  write_file(bench.path("outer.yaml"),
             "headway: v1\ntasks: {inner: {pipeline: {path: ./inner.yaml}}}\n");
  const Pipeline outer = load_file(bench.path("outer.yaml"));
  CHECK_THROWS_AS(bench.start(outer), InvalidPipeline);
  CHECK(bench.store().jobs().empty());
}

TEST_CASE("inner pipelines of one name work as long as they say the same") {
  EngineBench bench;
  const auto starting = [](const std::string& name, const std::string& words) {
    Pipeline inner{.name = "inner", .tasks = {shell_task("say", words)}};
    Task task{.name = name};
    task.body = PipelineBody{.path = {"inner.yaml", {}},
                             .loaded = std::make_shared<const Pipeline>(std::move(inner))};
    return task;
  };
  const Pipeline same{.name = "same", .tasks = {starting("a", "true"), starting("b", "true")}};
  JobHandle job = bench.start(same);
  CHECK(job.wait() == JobState::succeeded);
  CHECK(ends(job.status()).at("b/say") == "succeeded");
  const Pipeline differ{.name = "differ", .tasks = {starting("a", "true"), starting("b", "ls")}};
  CHECK_THROWS_AS(bench.start(differ), InvalidPipeline);
}
