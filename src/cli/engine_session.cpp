// One stretch of an engine's work on one job.
#include "cli/engine_session.hpp"

#include "cli/progress.hpp"
#include "cli/report.hpp"
#include "cli/summary.hpp"

#include <headway/event/codec.hpp>
#include <headway/session/inventory.hpp>
#include <headway/session/local.hpp>
#include <headway/store/sqlite.hpp>

#include <atomic>
#include <csignal>
#include <optional>

namespace headway::cli {

namespace {

std::atomic<int> interrupt_count{0};

void on_interrupt(int /*signal*/) { interrupt_count.fetch_add(1); }

/// Prints what happens to one job, as JSON lines or as progress.
class Narrator {
 public:
  Narrator(bool json, const JobHandle& job) : id_(job.id()), graphs_(job.status().graphs()) {
    if (!json) progress_.emplace(id_, job.status());
  }

  void see(const Event& event) {
    if (event.job != id_) return;
    if (const auto* grown = std::get_if<GraphAdded>(&event.fact)) {
      if (!graphs_.has(*grown)) graphs_.add(*grown);
    }
    if (progress_) {
      progress_->see(event);
    } else if (!std::holds_alternative<JobEnded>(event.fact)) {
      print(json_line(event, graphs_));
    }
  }

  void finish() {
    if (progress_) progress_->finish();
  }

 private:
  JobId id_;
  JobGraphs graphs_;
  std::optional<Progress> progress_;
};

/// Waits for the job to rest; the first Ctrl-C pauses it politely, the second at once.
JobState wait_for_rest(JobHandle job) {
  int seen = 0;
  while (!job.wait_for(Duration{100'000})) {
    const int now = interrupts();
    if (now > seen) job.pause(now == 1 ? 10_s : 0_s);
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
  if (!at.data.empty()) line += " --data " + shell_word(at.data);
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

int drive(const Engagement& engagement, const std::function<JobHandle(Executor&)>& begin) {
  const bool relaxed = engagement.durability == "relaxed";
  SqliteStore store(engagement.at.store,
                    {.durability = relaxed ? Durability::relaxed : Durability::full});
  LocalBackend local({.slots = parse_slots(engagement.slots), .folder = store.root()});
  Executor executor(
      store, local,
      {.data = engagement.at.data, .policy = {.order = *parse_order(engagement.policy)}});
  std::optional<Narrator> narrator;
  executor.observe([&](const Event& event) {
    if (narrator) narrator->see(event);
  });
  catch_interrupts();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone away must not end the job
  const JobHandle job = begin(executor);
  narrator.emplace(engagement.at.json, job);
  if (!engagement.at.json) say("job " + to_string(job.id()));
  wait_for_rest(job);
  narrator->finish();
  return summarise(job, engagement.at);
}

}  // namespace headway::cli
