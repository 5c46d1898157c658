// One stretch of an engine's work on one job.
#include "cli/engine_session.hpp"

#include "cli/data_folder.hpp"
#include "cli/joined.hpp"
#include "cli/narrator.hpp"
#include "cli/report.hpp"
#include "cli/summary.hpp"

#include <headway/base/error.hpp>
#include <headway/run/history.hpp>
#include <headway/run/store_config.hpp>
#include <headway/session/inventory.hpp>
#include <headway/session/local.hpp>
#include <headway/store/sqlite.hpp>

#include <atomic>
#include <csignal>
#include <memory>
#include <optional>

namespace headway::cli {

namespace {

std::atomic<int> interrupt_count{0};
std::atomic<bool> leaving{false};  // asked to go by more than Ctrl-C

void on_interrupt(int signal) {
  interrupt_count.fetch_add(1);
  if (signal != SIGINT) leaving = true;
}

constexpr Duration patience = 10_s;  // of a polite stop

/// Waits for the job to rest; the first Ctrl-C pauses it politely, the second at once.
JobState wait_for_rest(JobHandle job) {
  int seen = 0;
  while (!job.wait_for(Duration{100'000})) {
    const int now = interrupts();
    if (now > seen) job.pause(now == 1 ? patience : 0_s);
    if (now > seen && seen == 0) say("stopping the running sessions; once more forces them");
    seen = now;
  }
  return job.state();
}

}  // namespace

int interrupts() { return interrupt_count.load(); }

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = on_interrupt;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  struct sigaction before = {};
  ::sigaction(SIGHUP, nullptr, &before);
  if (before.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);  // not under nohup
}

std::string command_line(const std::string& words, const StoreOptions& at) {
  std::string line = "headway " + words;
  if (at.store != StoreOptions{}.store) line += " --store " + shell_word(at.store);
  if (!at.data.empty() && !is_remembered(at)) line += " --data " + shell_word(at.data);
  return line;
}

Resources parse_slots(const std::string& text) {
  Resources slots;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string part = text.substr(at, end - at);
    const std::size_t equals = part.find('=');
    const std::string slot = part.substr(0, equals);
    const auto amount = equals == std::string::npos
                            ? std::nullopt
                            : parse_quantity(part.substr(equals + 1), unit_of(slot));
    if (!amount || slot.empty()) {
      throw UsageError("--slots: \"" + printable(part) +
                       "\" is no slot=quantity, such as cpu=8 or mem=32Gi");
    }
    slots.set(slot, *amount);
    at = end + 1;
  }
  return slots;
}

Resources machine_slots(const StoreOptions& at, const std::string& slots) {
  return store_config(at.store).slots_with(parse_slots(slots));
}

namespace {

/// Nothing while another process is the store's engine.
std::unique_ptr<SqliteStore> open_store(const Engagement& engagement) {
  try {
    return std::make_unique<SqliteStore>(engagement.at.store,
                                         SqliteOptions{.durability = engagement.durability});
  } catch (const StoreLocked&) {
    return nullptr;
  }
}

/// Jobs that other processes have asked this engine for go on after its own.
void serve_others(Executor& executor) {
  if (leaving || executor.wait_for_all(0_s)) return;
  say("other processes wait for jobs of this engine, which stays until they rest; "
      "Ctrl-C hands them over");
  const int seen = interrupts();
  while (interrupts() == seen && !executor.wait_for_all(Duration{100'000})) {
  }
}

/// What was recorded is safe; a job that got that far is gone on with.
int lose_store(const StoreError& failure, const JobHandle& job, const StoreOptions& at) {
  complain(failure.what());
  if (job.status().started().us != 0) {
    say("then go on with:  " + command_line("resume " + to_string(job.id()), at));
  }
  return world_failed;
}

/// As the store's engine. `joined` has followed the job so far, where there was another engine.
int work(SqliteStore& store, const Engagement& engagement, const Wanted& wanted, Joined* joined) {
  remember_data(engagement.at);
  if (joined != nullptr) joined->take_over();  // before the executor would answer its request
  const bool inherits = joined != nullptr && engagement.slots.empty();
  const std::string slots = inherits ? joined->slots() : engagement.slots;
  LocalBackend local({.slots = machine_slots(engagement.at, slots), .folder = store.root()});
  Executor executor(store, local, {.data = engagement.at.data, .policy = engagement.policy});
  std::optional<Narrator> own;
  Narrator* narrator = joined != nullptr ? joined->narrator() : nullptr;
  executor.observe([&](const Event& event) {
    if (narrator != nullptr) narrator->see(event);
  });
  const JobHandle job =
      narrator != nullptr ? executor.resume(joined->id()) : wanted.begin(executor);
  if (narrator == nullptr) {
    narrator = &own.emplace(engagement.at.json, job.id(), job.status());
    if (!engagement.at.json) say("job " + to_string(job.id()));
  }
  try {
    wait_for_rest(job);
  } catch (const StoreError& failure) {
    narrator->finish();
    return lose_store(failure, job, engagement.at);
  }
  narrator->finish();
  const History history(engagement.at.store, engagement.at.data);
  const int code = summarise(history, job.id(), job.status(), engagement.at);
  serve_others(executor);
  return code;
}

}  // namespace

int drive(const Engagement& engagement, const Wanted& wanted) try {
  catch_interrupts();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone away must not end the job
  std::optional<Joined> joined;
  for (;;) {
    if (const auto store = open_store(engagement)) {
      return work(*store, engagement, wanted, joined ? &*joined : nullptr);
    }
    if (!joined) joined.emplace(wanted.join(), engagement.at);
    if (const auto code = joined->follow()) return *code;
  }
} catch (const Refused& refused) {
  say("headway: the engine refused the job");
  say(refused.what());  // diagnostics, many a line
  return invalid_input;
}

}  // namespace headway::cli
