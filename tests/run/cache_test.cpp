// Results of earlier jobs, for functions of this program.
#include <headway/store/memory.hpp>

#include "support/catch.hpp"
#include "support/engine_scenes.hpp"

#include <atomic>
#include <string>

using namespace headway;
using namespace headway::testing;

namespace {

using Ends = std::map<std::string, std::string>;

/// Doubles `n`, and counts how often.
Callables doubling(std::atomic<int>& calls, const std::string& version) {
  CallableSignature signature{.inputs = {{"n", Type{Type::Kind::integer}}},
                              .outputs = {{.name = "twice", .type = Type{Type::Kind::integer}}},
                              .version = version};
  Callables callables;
  callables.add("twice", make_callable(signature, [&](TaskContext&, const Values& inputs) {
                  ++calls;
                  return Values{{"twice", 2 * *inputs.at("n").get_if<std::int64_t>()}};
                }));
  return callables;
}

Pipeline pipeline() {
  return load(R"(headway: v1
name: p
params: {n: 4}
defaults: {cache: true}
tasks:
  one: {call: "cpp:twice", inputs: {n: "${{ params.n }}"}, outputs: {twice: int}}
  two: {call: "cpp:twice", inputs: {n: "${{ tasks.one.outputs.twice }}"}, outputs: {twice: int}}
)",
              "p.yaml");
}

JobStatus done(Executor& executor, const Callables& callables, Values params = {},
               bool no_cache = false) {
  JobHandle job =
      executor.start(pipeline(), std::move(params), {.callables = callables, .no_cache = no_cache});
  REQUIRE(job.wait_for(30_s));
  return job.status();
}

std::int64_t result_of(const JobStatus& status) {
  const auto two = status.graphs().find("two");
  return *status.instance(*two).outputs->at("twice").get_if<std::int64_t>();
}

const Ends worked{{"one", "succeeded"}, {"two", "succeeded"}};
const Ends taken{{"one", "succeeded cached"}, {"two", "succeeded cached"}};

}  // namespace

TEST_CASE("a function of a declared version is called once for the same inputs") {
  EngineBench bench;
  std::atomic<int> calls = 0;
  CHECK(ends(done(bench.executor(), doubling(calls, "1"))) == worked);
  const JobStatus again = done(bench.executor(), doubling(calls, "1"));
  CHECK(ends(again) == taken);
  CHECK(result_of(again) == 16);
  CHECK(calls == 2);
}

TEST_CASE("a function of another version or with other inputs is called again") {
  EngineBench bench;
  std::atomic<int> calls = 0;
  done(bench.executor(), doubling(calls, "1"));
  CHECK(ends(done(bench.executor(), doubling(calls, "2"))) == worked);
  CHECK(ends(done(bench.executor(), doubling(calls, "2"), {{"n", 5}})) == worked);
  CHECK(ends(done(bench.executor(), doubling(calls, "1"))) == taken);
}

TEST_CASE("a function without a version is never taken from the cache") {
  EngineBench bench;
  std::atomic<int> calls = 0;
  done(bench.executor(), doubling(calls, ""));
  CHECK(ends(done(bench.executor(), doubling(calls, ""))) == worked);
}

TEST_CASE("a job without the cache works anew and leaves its results to later ones") {
  EngineBench bench;
  std::atomic<int> calls = 0;
  CHECK(ends(done(bench.executor(), doubling(calls, "1"), {}, true)) == worked);
  CHECK(ends(done(bench.executor(), doubling(calls, "1"), {}, true)) == worked);
  CHECK(ends(done(bench.executor(), doubling(calls, "1"))) == taken);
}

TEST_CASE("results are there when the program is started again") {
  EngineBench bench;
  std::atomic<int> calls = 0;
  done(bench.executor(), doubling(calls, "1"));
  bench.reopen();
  CHECK(ends(done(bench.executor(), doubling(calls, "1"))) == taken);
}

TEST_CASE("a store in memory keeps results as long as it lives") {
  MemoryStore store;
  LocalBackend local({.slots = {{"cpu", Quantity{4000}}}});
  Executor executor(store, local);
  std::atomic<int> calls = 0;
  done(executor, doubling(calls, "1"));
  CHECK(ends(done(executor, doubling(calls, "1"))) == taken);
  CHECK(calls == 2);
}
