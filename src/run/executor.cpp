// The executor's door to the engine.
#include "engine.hpp"

#include <headway/run/executor.hpp>

#include <utility>

namespace headway::inline v0 {

Executor::Executor(Store& store, SessionBackend& backend, const ExecutorOptions& options)
    : engine_(std::make_shared<Engine>(store, backend, options)) {}

Executor::~Executor() { engine_->close(); }

JobHandle Executor::start(const Pipeline& pipeline, Values params, const StartOptions& options) {
  return {engine_, engine_->start(pipeline, std::move(params), options)};
}

JobHandle Executor::start(const Pipeline& pipeline, Values params, const Callables& callables) {
  return start(pipeline, std::move(params), StartOptions{.callables = callables});
}

JobHandle Executor::rerun(JobId job, const RerunOptions& options) {
  return {engine_, engine_->rerun(job, options)};
}

JobHandle Executor::resume(JobId job, const Callables& callables) {
  return {engine_, engine_->resume(job, callables)};
}

void Executor::observe(std::function<void(const Event&)> observer) {
  engine_->observers().add(std::move(observer));
}

std::string Executor::observer_failure() const { return engine_->observers().failure(); }

bool Executor::wait_for_all(Duration timeout) { return engine_->drive_all(timeout); }

void Executor::run_in_background() { engine_->run_in_background(); }

int Executor::poll_fd() const { return engine_->poll_fd(); }

std::optional<Instant> Executor::poll() {
  const auto next = engine_->turn();
  engine_->throw_if_failed();
  return next;
}

}  // namespace headway::inline v0
