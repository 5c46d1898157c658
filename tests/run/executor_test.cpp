// The executor: jobs of real processes and callables over real stores.
#include <headway/base/invalid_pipeline.hpp>

#include "support/catch.hpp"
#include "support/engine_bench.hpp"

#include <headway/store/memory.hpp>

#include <chrono>
#include <filesystem>

using namespace headway;
using namespace headway::testing;

TEST_CASE("a diamond of processes runs in the order of its edges") {
  //      a
  //     / \          each appends its name to a journal
  //    b   c
  //     \ /
  //      d
  EngineBench bench;
  const std::string journal = bench.path("journal");
  Pipeline diamond{.name = "diamond"};
  for (const auto& [name, before] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"a", {}}, {"b", {"a"}}, {"c", {"a"}}, {"d", {"b", "c"}}}) {
    diamond.tasks.push_back(shell_task(name, "echo " + name + " >> " + journal, before));
  }
  JobHandle job = bench.start(diamond);
  CHECK(job.wait() == JobState::succeeded);
  const std::string order = read_file(journal);
  CHECK((order == "a\nb\nc\nd\n" || order == "a\nc\nb\nd\n"));
}

TEST_CASE("what the next engine must find of a backend lies in the store") {
  const TemporaryFolder folder;
  SqliteStore store(folder / "store");
  LocalBackend local({.slots = {{"cpu", Quantity{1000}}}, .program = HEADWAY_PROGRAM});
  Executor executor(store, local);
  Pipeline pipeline{.name = "kept"};
  pipeline.tasks = {shell_task("only", "true")};
  CHECK(executor.start(pipeline).wait() == JobState::succeeded);
  CHECK(std::filesystem::exists(folder / "store/supervisor.lock"));
}

TEST_CASE("outputs are read and checked and reach the tasks that come after") {
  EngineBench bench;
  Pipeline pipeline{.name = "pass"};
  Task maker = shell_task(
      "maker", "printf 42 > $HEADWAY_OUTPUT/rows; echo hello > $HEADWAY_OUTPUT/note.txt");
  maker.outputs = {{.name = "rows", .type = {.kind = Type::Kind::integer}},
                   {.name = "note", .type = {.kind = Type::Kind::file}, .path = Text{"note.txt"}}};
  Task user = shell_task("user",
                         "cat $HEADWAY_INPUT1/note.txt > " + bench.path("copy") +
                             "; printf \"$ROWS\" >> " + bench.path("copy"),
                         {"maker"});
  user.settings.env.emplace_back("ROWS", "${{ tasks.maker.outputs.rows }}");
  pipeline.tasks = {maker, user};
  pipeline.outputs = {{"total", Text{"${{ tasks.maker.outputs.rows }}"}}};
  JobHandle job = bench.start(pipeline);
  CHECK(job.wait() == JobState::succeeded);
  CHECK(read_file(bench.path("copy")) == "hello\n42");
  CHECK(job.outputs().at("total") == Value(42));
}

TEST_CASE("an output of the wrong type fails its attempt with the reason") {
  EngineBench bench;
  Pipeline pipeline{.name = "wrong"};
  Task maker = shell_task("maker", "printf 12a > $HEADWAY_OUTPUT/rows");
  maker.outputs = {{.name = "rows", .type = {.kind = Type::Kind::integer}}};
  pipeline.tasks = {maker};
  JobHandle job = bench.start(pipeline);
  CHECK(job.wait() == JobState::failed);
  const InstanceStatus maker_status = job.status().instance(InstanceId{0});
  CHECK(maker_status.cause.kind == Cause::Kind::output_invalid);
  CHECK(maker_status.message.find("12a") != std::string::npos);
}

TEST_CASE("a failed attempt is tried again as often as its retry says") {
  EngineBench bench;
  Pipeline pipeline{.name = "retry"};
  Task flaky = shell_task("flaky", "test $HEADWAY_ATTEMPT -ge 3 || exit 7");
  flaky.settings.retry = RetryRules{{.limit = 2, .backoff = {.initial = 1_ms}}};
  pipeline.tasks = {flaky};
  JobHandle job = bench.start(pipeline);
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.status().instance(InstanceId{0}).attempts == 3);
}

TEST_CASE("what follows a failure is upstream_failed and what is independent goes on") {
  //   bad -> after      apart
  EngineBench bench;
  Pipeline pipeline{.name = "fail"};
  pipeline.tasks = {shell_task("bad", "exit 3"), shell_task("after", "true", {"bad"}),
                    shell_task("apart", "true")};
  JobHandle job = bench.start(pipeline);
  CHECK(job.wait() == JobState::failed);
  const JobStatus status = job.status();
  CHECK(to_string(status.instance(InstanceId{0}).cause) == "exit_code(3)");
  CHECK(status.instance(InstanceId{1}).state == InstanceState::upstream_failed);
  CHECK(status.instance(InstanceId{2}).state == InstanceState::succeeded);
}

TEST_CASE("a run timeout stops the session and is its cause") {
  EngineBench bench;
  Pipeline pipeline{.name = "slow"};
  Task slow = shell_task("slow", "sleep 60");
  slow.settings.timeout = Timeouts{.run = Duration{200'000}};
  pipeline.tasks = {slow};
  JobHandle job = bench.start(pipeline);
  CHECK(job.wait() == JobState::failed);
  CHECK(job.status().instance(InstanceId{0}).cause.kind == Cause::Kind::timeout_run);
}

TEST_CASE("a cancelled job stops its session and starts nothing new") {
  //   long -> after
  EngineBench bench;
  Pipeline pipeline{.name = "cancel"};
  pipeline.tasks = {shell_task("long", "sleep 60"), shell_task("after", "true", {"long"})};
  JobHandle job = bench.start(pipeline);
  REQUIRE_FALSE(job.wait_for(200_ms));
  job.cancel();
  CHECK(job.wait() == JobState::cancelled);
  CHECK(job.status().instance(InstanceId{0}).state == InstanceState::cancelled);
  CHECK(job.status().instance(InstanceId{1}).state == InstanceState::cancelled);
}

TEST_CASE("a paused job rests and goes on in the same executor") {
  EngineBench bench;
  Pipeline pipeline{.name = "pause"};
  pipeline.tasks = {shell_task("long", "test -e " + bench.path("go") + " || sleep 60"),
                    shell_task("after", "true", {"long"})};
  JobHandle job = bench.start(pipeline);
  REQUIRE_FALSE(job.wait_for(200_ms));
  job.pause(1_s);
  CHECK(job.wait() == JobState::paused);
  write_file(bench.path("go"), "");
  CHECK(bench.executor().resume(job.id()).wait() == JobState::succeeded);
}

TEST_CASE("a job is resumed by another executor over the same store") {
  EngineBench bench;
  Pipeline pipeline{.name = "again"};
  const std::string journal = bench.path("journal");
  pipeline.tasks = {
      shell_task("first", "echo first >> " + journal),
      shell_task("second",
                 "echo second >> " + journal + "; test -e " + bench.path("go") + " || sleep 60",
                 {"first"})};
  JobHandle job = bench.start(pipeline);
  REQUIRE_FALSE(job.wait_for(500_ms));
  const JobId id = job.id();
  bench.reopen();
  write_file(bench.path("go"), "");
  CHECK(bench.executor().resume(id).wait() == JobState::succeeded);
  CHECK(read_file(journal) == "first\nsecond\nsecond\n");
}

TEST_CASE("a secret reaches its task and a missing one fails it by name") {
  EngineBench bench;
  write_file(bench.path("secret"), "hush\n");
  Pipeline pipeline{.name = "secrets"};
  pipeline.secrets = {{"GOOD", Text{"file:" + bench.path("secret")}},
                      {"GONE", Text{"env:HEADWAY_TEST_NO_SUCH"}}};
  Task good = shell_task("good", "test \"$GOOD\" = hush");
  good.settings.secrets = std::vector<Text>{Text{"GOOD"}};
  Task gone = shell_task("gone", "true");
  gone.settings.secrets = std::vector<Text>{Text{"GONE"}};
  pipeline.tasks = {good, gone};
  JobHandle job = bench.start(pipeline);
  CHECK(job.wait() == JobState::failed);
  CHECK(job.status().instance(InstanceId{0}).state == InstanceState::succeeded);
  CHECK(job.status().instance(InstanceId{1}).cause.kind == Cause::Kind::secret_unresolved);
}

TEST_CASE("a callable runs on a pool and hands its outputs on in memory") {
  EngineBench bench;
  Callables callables;
  callables.add(
      "double",
      make_callable({.inputs = {{"n", {.kind = Type::Kind::integer}}}},
                    [](TaskContext&, const Values& inputs) {
                      return Values{{"result", *inputs.at("n").get_if<std::int64_t>() * 2}};
                    }));
  Pipeline pipeline{.name = "calls"};
  Task once{.name = "once", .body = CallBody{Text{"cpp:double"}}};
  once.inputs = {{"n", {Value(21)}}};
  once.outputs = {{.name = "result", .type = {.kind = Type::Kind::integer}}};
  Task twice = once;
  twice.name = "twice";
  twice.inputs = {{"n", {Value("${{ tasks.once.outputs.result }}")}}};
  pipeline.tasks = {once, twice};
  pipeline.outputs = {{"result", Text{"${{ tasks.twice.outputs.result }}"}}};
  JobHandle job = bench.start(pipeline, callables);
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.result<std::int64_t>() == 84);
}

TEST_CASE("observers see every event once and in order and one that throws is left out") {
  EngineBench bench;
  std::vector<std::string> seen;
  bench.executor().observe([&](const Event& event) { seen.emplace_back(name_of(event.fact)); });
  bench.executor().observe([](const Event&) { throw std::runtime_error("tired"); });
  Pipeline pipeline{.name = "seen"};
  pipeline.tasks = {shell_task("only", "true")};
  bench.start(pipeline).wait();
  CHECK(seen.front() == "job_started");
  CHECK(seen.back() == "job_ended");
  CHECK(std::count(seen.begin(), seen.end(), "attempt_ended") == 1);
  CHECK(bench.executor().observer_failure() == "tired");
}

TEST_CASE("a background thread drives jobs that several threads wait for") {
  EngineBench bench;
  bench.executor().run_in_background();
  Pipeline pipeline{.name = "many"};
  pipeline.tasks = {shell_task("only", "true")};
  JobHandle job = bench.start(pipeline);
  std::jthread other([job]() mutable { job.wait(); });
  CHECK(job.wait() == JobState::succeeded);
}

TEST_CASE("a background thread ends whatever it does when its executor is closed") {
  int closed = 0;
  for (; closed < 500; ++closed) {
    MemoryStore store;
    LocalBackend backend(LocalOptions{.program = HEADWAY_PROGRAM});
    Executor executor(store, backend);
    executor.run_in_background();
    const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(closed);
    while (std::chrono::steady_clock::now() < until) {
    }
  }
  CHECK(closed == 500);
}

TEST_CASE("the host's own loop drives by poll") {
  EngineBench bench;
  Pipeline pipeline{.name = "host"};
  pipeline.tasks = {shell_task("only", "true")};
  JobHandle job = bench.start(pipeline);
  while (!is_terminal(job.state())) {
    bench.executor().poll();
    pollfd readable{.fd = bench.executor().poll_fd(), .events = POLLIN, .revents = 0};
    ::poll(&readable, 1, 1000);
  }
  CHECK(job.state() == JobState::succeeded);
}

TEST_CASE("a request that is too large is refused before anything is stored") {
  EngineBench bench;
  Pipeline pipeline{.name = "large"};
  Task greedy = shell_task("greedy", "true");
  greedy.settings.resources.emplace_back("cpu", Quantity{1'000'000'000});
  pipeline.tasks = {greedy};
  CHECK_THROWS_AS(bench.start(pipeline), InvalidPipeline);
  CHECK(bench.store().jobs().empty());
}

TEST_CASE("ten jobs share one pool and all end") {
  EngineBench bench;
  Pipeline pipeline{.name = "shared"};
  for (int i = 0; i < 5; ++i) pipeline.tasks.push_back(shell_task("t" + std::to_string(i), "true"));
  std::vector<JobHandle> jobs;
  for (int i = 0; i < 10; ++i) jobs.push_back(bench.start(pipeline));
  for (JobHandle& job : jobs) CHECK(job.wait() == JobState::succeeded);
}

TEST_CASE("a task that catches SIGTERM and leaves with 0 has timed out all the same") {
  EngineBench bench;
  Pipeline pipeline{.name = "sly"};
  Task sly = shell_task("sly", "trap 'exit 0' TERM; sleep 30 & wait");
  sly.settings.timeout = Timeouts{.run = Duration{200'000}};
  pipeline.tasks = {sly};
  JobHandle job = bench.start(pipeline);
  CHECK(job.wait() == JobState::failed);
  CHECK(job.status().instance(InstanceId{0}).cause.kind == Cause::Kind::timeout_run);
}

TEST_CASE("a callable that leaves a file has it committed") {
  EngineBench bench;
  Callables callables;
  callables.add("write", make_callable({}, [](TaskContext& context, const Values&) {
                  write_file(context.output_folder() + "/note.txt", "hello");
                  return Values{{"note", Artifact{.path = "note.txt"}}};
                }));
  Pipeline pipeline{.name = "files"};
  Task writer{.name = "writer", .body = CallBody{Text{"cpp:write"}}};
  writer.outputs = {{.name = "note", .type = {.kind = Type::Kind::file}}};
  Task reader = shell_task("reader", "grep -q hello $HEADWAY_INPUT1/note.txt", {"writer"});
  pipeline.tasks = {writer, reader};
  pipeline.outputs = {{"note", Text{"${{ tasks.writer.outputs.note }}"}}};
  JobHandle job = bench.start(pipeline, callables);
  CHECK(job.wait() == JobState::succeeded);
  CHECK(read_file(job.outputs().at("note").get_if<Artifact>()->path) == "hello");
}
