// Driving one engine by hand.
#include "simulated_life.hpp"

#include <poll.h>

namespace headway::inline v0::testing {

namespace {

/// Callables leave no files.
ExecutorOptions options_of(const SimulatedSurroundings& around, const Store& store) {
  return {
      .data = store.root().empty() ? "/nonexistent" : "",
      .policy = {.order = around.scenario.order, .intents_ahead = around.scenario.intents_ahead},
      .clock = &around.clock,
      .python = "/nonexistent"};
}

}  // namespace

SimulatedLife::SimulatedLife(const SimulatedSurroundings& around, std::uint32_t number,
                             std::uint32_t kill_after)
    : around_(around),
      own_(around.open_store ? around.open_store() : nullptr),
      wire_(kill_after),
      store_(around.disk, own_ ? *own_ : *around.kept, wire_,
             Dice(around.scenario.seed).named("disk").named(std::to_string(number)),
             around.scenario.faults),
      backend_(around.cluster, wire_) {}

void SimulatedLife::begin(const Pipeline& pipeline, Instant now) {
  store_.advance(now);
  executor_.emplace(store_, backend_, options_of(around_, store_));
  executor_->observe([this](const Event& event) { around_.invariants.told(told_++, event); });
  told_ = around_.invariants.events().size();
  const auto jobs = store_.jobs();
  job_ = jobs.empty() ? executor_->start(pipeline, Values{}, around_.callables)
                      : executor_->resume(jobs.front().id, around_.callables);
}

bool SimulatedLife::has_something_to_do() const {
  pollfd watched{.fd = executor_->poll_fd(), .events = POLLIN, .revents = 0};
  return ::poll(&watched, 1, 0) > 0;
}

void SimulatedLife::turn(Instant now) {
  constexpr int most = 1'000;
  store_.advance(now);
  wake_at_ = executor_->poll();
  for (int turns = 0; has_something_to_do(); ++turns) {
    if (turns == most) return around_.invariants.broken("the engine turns without an end");
    wake_at_ = executor_->poll();
  }
}

void SimulatedLife::compare() {
  if (told_ == compared_) return;
  compared_ = told_;
  around_.invariants.shown(told_, job_->status());
}

}  // namespace headway::inline v0::testing
