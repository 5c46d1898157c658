// What waits: approvals, callbacks, times; and limits of time.
#include "support/catch.hpp"
#include "support/engine_scenes.hpp"

using namespace headway;
using namespace headway::testing;

namespace {

constexpr const char* asking = R"(
tasks:
  ask:
    approval: {message: "how much?", approvers: [lead]}
    outputs: {percent: int}
  use: {command: [test, "${{ tasks.ask.outputs.percent }}", "=", "10"]}
)";

void answer(EngineBench& bench, const JobHandle& job, const std::string& kind,
            const std::string& by, const std::string& outputs) {
  write_request(bench.store().root(),
                {.kind = kind,
                 .job = job.id(),
                 .fields = {{"instance", "ask"}, {"by", by}, {"outputs", outputs}},
                 .time = {2}});
}

}  // namespace

TEST_CASE("an approval waits for one of its approvers and types what they say") {
  EngineBench bench;
  JobHandle job = start(bench, asking);
  REQUIRE(comes_to(job, "ask", InstanceState::waiting));
  answer(bench, job, "approve", "stranger", R"({"percent": 10})");
  answer(bench, job, "approve", "lead", R"({"percent": "ten"})");
  CHECK_FALSE(job.wait_for(200_ms));
  answer(bench, job, "approve", "lead", R"({"percent": 10})");
  CHECK(job.wait() == JobState::succeeded);
}

TEST_CASE("a rejection fails the approval and what needs it") {
  EngineBench bench;
  JobHandle job = start(bench, asking);
  REQUIRE(comes_to(job, "ask", InstanceState::waiting));
  answer(bench, job, "reject", "lead", "");
  CHECK(job.wait() == JobState::failed);
  const auto found = ends(job.status());
  CHECK(found.at("ask") == "failed rejected");
  CHECK(found.at("use") == "upstream_failed upstream");
}

TEST_CASE("an answer that was given while no engine ran counts when one does") {
  EngineBench bench;
  const JobId id = [&] {
    JobHandle job = start(bench, asking);
    REQUIRE(comes_to(job, "ask", InstanceState::waiting));
    answer(bench, job, "approve", "lead", R"({"percent": 10})");
    return job.id();
  }();
  bench.reopen();
  JobHandle resumed = bench.executor().resume(id);
  CHECK(resumed.wait() == JobState::succeeded);
}

TEST_CASE("an answer that comes after a cancel changes nothing") {
  EngineBench bench;
  JobHandle job = start(bench, asking);
  REQUIRE(comes_to(job, "ask", InstanceState::waiting));
  SECTION("in one turn of the engine") {
    write_request(bench.store().root(),
                  {.kind = "cancel", .job = job.id(), .fields = {{"by", "1"}}, .time = {1}});
  }
  SECTION("when the cancel was asked for in its process") { job.cancel(); }
  answer(bench, job, "approve", "lead", R"({"percent": 10})");
  CHECK(job.wait() == JobState::cancelled);
  CHECK(ends(job.status()).at("ask") == "cancelled cancelled_by_user");
}

// A cancelled job still ends with its finally.
TEST_CASE("an approval in finally is answered after a cancel") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks: {slow: {command: [sleep, "30"]}}
finally: {ask: {approval: {message: "clean up?"}}}
)");
  REQUIRE(comes_to(job, "slow", InstanceState::running));
  job.cancel();
  const auto in_finally = [&] {
    const JobStatus status = job.status();
    return status.instances().size() > 1 ? status.name({1}) : std::string();
  };
  while (in_finally().empty()) job.wait_for(10_ms);
  REQUIRE(comes_to(job, in_finally(), InstanceState::waiting));
  write_request(bench.store().root(),
                {.kind = "approve",
                 .job = job.id(),
                 .fields = {{"instance", in_finally()}, {"by", "lead"}, {"outputs", "{}"}}});
  CHECK(job.wait() == JobState::cancelled);
  CHECK(ends(job.status()).at(in_finally()) == "succeeded");
}

TEST_CASE("an approval that nobody answers ends as it says") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  fails: {approval: {message: a, timeout: 50ms}}
  rejects: {approval: {message: b, timeout: 50ms, on_timeout: reject}}
  approves: {approval: {message: c, timeout: 50ms, on_timeout: approve}}
)");
  CHECK(job.wait() == JobState::failed);
  const auto found = ends(job.status());
  CHECK(found.at("fails") == "failed timeout_approval");
  CHECK(found.at("rejects") == "failed rejected");
  CHECK(found.at("approves") == "succeeded");
}

TEST_CASE("a callback brings the outputs of a session that has ended") {
  EngineBench bench;
  const std::string token = bench.path("token");
  JobHandle job = start(bench, R"(
params: {to: {type: string}}
tasks:
  submit:
    script: printf %s "$HEADWAY_CALLBACK_TOKEN" > $HEADWAY_PARAM_TO
    callback: {timeout: 1h}
    outputs: {ok: bool}
outputs: {ok: "${{ tasks.submit.outputs.ok }}"}
)",
                        {{"to", token}});
  REQUIRE(comes_to(job, "submit", InstanceState::waiting));
  const auto call = [&](const std::string& with, const std::string& outputs) {
    write_request(
        bench.store().root(),
        {.kind = "callback", .job = job.id(), .fields = {{"token", with}, {"outputs", outputs}}});
  };
  std::string forged = read_file(token);
  forged.back() = forged.back() == '0' ? '1' : '0';
  call(forged, R"({"ok": false})");
  CHECK_FALSE(job.wait_for(200_ms));
  call(read_file(token), R"({"ok": true})");
  CHECK(job.wait() == JobState::succeeded);
  CHECK(job.outputs().at("ok") == Value(true));
}

TEST_CASE("a callback that comes after a cancel changes nothing") {
  EngineBench bench;
  const std::string token = bench.path("token");
  JobHandle job = start(bench, R"(
params: {to: {type: string}}
tasks:
  submit: {script: 'printf %s "$HEADWAY_CALLBACK_TOKEN" > $HEADWAY_PARAM_TO', callback: {timeout: 1h}}
)",
                        {{"to", token}});
  REQUIRE(comes_to(job, "submit", InstanceState::waiting));
  write_request(bench.store().root(),
                {.kind = "cancel", .job = job.id(), .fields = {{"by", "1"}}, .time = {1}});
  write_request(bench.store().root(), {.kind = "callback",
                                       .job = job.id(),
                                       .fields = {{"token", read_file(token)}, {"outputs", "{}"}},
                                       .time = {2}});
  CHECK(job.wait() == JobState::cancelled);
  CHECK(ends(job.status()).at("submit") == "cancelled cancelled_by_user");
}

TEST_CASE("a callback that does not come in time fails its task") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  submit: {command: ["true"], callback: {timeout: 50ms}}
)");
  CHECK(job.wait() == JobState::failed);
  CHECK(ends(job.status()).at("submit") == "failed timeout_callback");
}

TEST_CASE("a task without signs of life is stopped and a sign is a change whatever its time") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  silent: {command: [sleep, "20"], timeout: {heartbeat: 300ms}}
  ahead: {script: 'touch -d "1 hour" $HEADWAY_PROGRESS; exec sleep 20', timeout: {heartbeat: 300ms}}
  behind:
    script: |
      for i in 1 2 3 4 5 6 7 8 9 10; do
        echo "{}" >> $HEADWAY_PROGRESS
        touch -d "1 hour ago" $HEADWAY_PROGRESS
        sleep 0.1
      done
    timeout: {heartbeat: 600ms}
)");
  CHECK(job.wait() == JobState::failed);
  const auto found = ends(job.status());
  CHECK(found.at("silent") == "failed heartbeat_lost");
  CHECK(found.at("ahead") == "failed heartbeat_lost");
  CHECK(found.at("behind") == "succeeded");
}

TEST_CASE("a deadline counts over all attempts and is not tried again") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  late: {script: exit 1, retry: {limit: 1000, backoff: {initial: 20ms, multiplier: 1}}, timeout: {deadline: 300ms}}
)");
  CHECK(job.wait() == JobState::failed);
  CHECK(ends(job.status()).at("late") == "failed timeout_deadline");
}

TEST_CASE("who waits too long for a slot is told so") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
limits: {max_parallel: 1}
tasks:
  first: {command: [sleep, "1"], priority: 1}
  second: {command: ["true"], timeout: {queue: 200ms}}
)");
  CHECK(job.wait() == JobState::failed);
  CHECK(ends(job.status()).at("second") == "failed timeout_queue");
}

TEST_CASE("a retry rule asks for more from attempt to attempt") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  grow:
    script: test "$HEADWAY_ATTEMPT" = 3 || exit 137
    resources: {cpu: 1}
    retry: [{causes: [exit_code(137)], limit: 5, resources: {cpu: "${{ 2.0 * resources.cpu }}"}}]
)");
  CHECK(job.wait() == JobState::succeeded);
  const JobStatus status = job.status();
  REQUIRE(status.instance({0}).request);
  CHECK(status.instance({0}).request->of("cpu") == Quantity{4000});
}

TEST_CASE("a retry rule may ask for more than nothing") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  grow:
    script: test "$HEADWAY_ATTEMPT" = 2
    resources: {cpu: 0}
    retry: {limit: 1, resources: {cpu: "${{ resources.cpu + 1.5 }}"}}
)");
  CHECK(job.wait() == JobState::succeeded);
  const JobStatus status = job.status();
  REQUIRE(status.instance({0}).request);
  CHECK(status.instance({0}).request->of("cpu") == Quantity{1500});
}

TEST_CASE("a request that no node holds ends the retries") {
  EngineBench bench;
  JobHandle job = start(bench, R"(
tasks:
  grow:
    script: exit 137
    resources: {cpu: 3}
    retry: [{limit: 5, resources: {cpu: "${{ 2.0 * resources.cpu }}"}}]
)");
  CHECK(job.wait() == JobState::failed);
  CHECK(job.status().instance({0}).attempts == 1);
}
