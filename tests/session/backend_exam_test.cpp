// Local processes, local callables and the fake backend take the exam.
#include "support/catch.hpp"
#include "support/local_sessions.hpp"

#include <headway/model/callable.hpp>
#include <headway/session/fake.hpp>
#include <headway/testing/backend_exam.hpp>

#include <memory>
#include <stdexcept>
#include <thread>

using namespace headway;
using namespace headway::testing;

namespace {

constexpr std::size_t cases_about_lines = 3;  // which not every backend keeps

void take(const BackendSubject& subject, std::size_t most_skipped) {
  std::size_t skipped = 0;
  for (const auto& taken : backend_exam(subject)) {
    INFO(taken.name);
    CHECK_NOTHROW(skipped += taken.check() == Verdict::skipped ? 1U : 0U);
  }
  CHECK(skipped <= most_skipped);
}

void sleep_a_moment(SessionBackend& /*backend*/) { sleep_ms(2); }

std::vector<std::string> command_for(Act act) {
  switch (act) {
    case Act::succeed: return {"true"};
    case Act::exit_with_3: return {"sh", "-c", "exit 3"};
    case Act::die_of_signal: return {"sh", "-c", "kill -KILL $$"};
    case Act::wait_for_stop: return {"sleep", "1000"};
    case Act::ignore_stop: return {"sh", "-c", "trap '' TERM; while :; do sleep 0.02; done"};
    case Act::write_lines: return {"printf", "one\\ntwo\\n"};
    case Act::write_variable: return {"sh", "-c", "printf %s \"$HEADWAY_EXAM\""};
    case Act::write_threads: return {"sh", "-c", "printf %s \"$OMP_NUM_THREADS\""};
    case Act::cannot_start: return {"/no/such/program"};
  }
  return {};
}

std::shared_ptr<Callable> callable_for(Act act) {
  const auto call = [](auto function) { return make_callable({}, function); };
  switch (act) {
    case Act::succeed: return call([](TaskContext&, const Values&) { return Values{}; });
    case Act::wait_for_stop:
      return call([](TaskContext& context, const Values&) {
        while (!context.stop_requested()) sleep_ms(1);
        return Values{};
      });
    default: return nullptr;  // a function has no exit code, no signal and no log
  }
}

}  // namespace

TEST_CASE("local processes pass the exam") {
  TemporaryFolder folder;
  int rooms = 0;
  std::string root;
  const auto make = [&] {
    root = folder / std::to_string(rooms++);
    return std::make_unique<LocalBackend>(
        LocalOptions{.program = SESSION_SUPERVISOR, .folder = root + "/store"});
  };
  const auto express = [&](Act act, const SessionKey& key) -> std::optional<SessionSpec> {
    return process_spec(root, key.instance.value, command_for(act));
  };
  take({make, express, sleep_a_moment}, 0);
}

TEST_CASE("local callables pass the exam") {
  const auto make = [] {
    return std::make_unique<LocalBackend>(LocalOptions{.worker_threads = 2});
  };
  const auto express = [](Act act, const SessionKey& key) -> std::optional<SessionSpec> {
    auto callable = callable_for(act);
    if (!callable) return std::nullopt;
    return SessionSpec{.key = key, .name = "call", .body = CallableSpec{std::move(callable)}};
  };
  take({make, express, sleep_a_moment}, 7 + cases_about_lines);
}

TEST_CASE("the fake backend passes the exam") {
  const auto script = FakeScript()
                          .fails("exit", times(1), {Cause::Kind::exit_code, 3})
                          .fails("signal", times(1), {Cause::Kind::signal, 9})
                          .hangs("wait")
                          .hangs("ignore")
                          .ignores_stop("ignore")
                          .writes("write", "one\ntwo\n");
  const auto make = [script] {
    return std::make_unique<FakeBackend>(std::vector<Node>{{.name = "fake"}}, script);
  };
  const auto express = [](Act act, const SessionKey& key) -> std::optional<SessionSpec> {
    const auto named = [&](const char* name) { return SessionSpec{.key = key, .name = name}; };
    switch (act) {
      case Act::succeed: return named("succeed");
      case Act::exit_with_3: return named("exit");
      case Act::die_of_signal: return named("signal");
      case Act::wait_for_stop: return named("wait");
      case Act::ignore_stop: return named("ignore");
      case Act::write_lines: return named("write");
      default: return std::nullopt;
    }
  };
  const auto advance = [](SessionBackend& backend) {
    auto& fake = dynamic_cast<FakeBackend&>(backend);
    fake.advance(fake.now() + 100_ms);
  };
  take({make, express, advance}, 3 + cases_about_lines);
}
