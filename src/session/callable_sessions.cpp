// The life of a call.
#include "callable_sessions.hpp"

#include <headway/model/callable.hpp>

#include <atomic>
#include <csignal>
#include <exception>
#include <filesystem>

namespace headway::inline v0 {

class CallableSessions::Call final : public TaskContext {
 public:
  explicit Call(const SessionSpec& spec)
      : key_(spec.key),
        name_(spec.name),
        output_folder_(spec.folder + "/output"),
        spec_(std::get<CallableSpec>(spec.body)) {}

  [[nodiscard]] const SessionKey& key() const { return key_; }
  [[nodiscard]] const std::string& instance() const override { return name_; }
  [[nodiscard]] Attempt attempt() const override { return key_.attempt; }
  /// Made when it is first asked for: most calls leave no files.
  [[nodiscard]] const std::string& output_folder() const override {
    std::call_once(folder_made_, [&] { std::filesystem::create_directories(output_folder_); });
    return output_folder_;
  }
  [[nodiscard]] bool stop_requested() const override { return stop_; }

  void request_stop() { stop_ = true; }
  /// True for the one who is first: the thread that calls, or the stop that calls it off.
  bool claim() { return !claimed_.exchange(true); }

  Finished invoke() {
    try {
      auto outputs = spec_.callable->invoke(*this, spec_.inputs);
      return {.outputs = std::make_shared<const Values>(std::move(outputs))};
    } catch (const std::exception& thrown) {
      return {.cause = {Cause::Kind::exception}, .message = thrown.what()};
    } catch (...) {
      return {.cause = {Cause::Kind::exception},
              .message = "the callable threw something that is no std::exception"};
    }
  }

 private:
  SessionKey key_;
  std::string name_;
  std::string output_folder_;
  mutable std::once_flag folder_made_;
  CallableSpec spec_;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> claimed_ = false;
};

CallableSessions::~CallableSessions() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  for (auto& [key, call] : calls_) {
    call->request_stop();
    call->claim();
  }
}

void CallableSessions::start(const SessionSpec& spec) {
  auto call = std::make_shared<Call>(spec);
  {
    const std::lock_guard lock(mutex_);
    calls_.emplace(spec.key, call);
  }
  sink_.report(spec.key, Accepted{"callable"});
  pool_.submit([this, call = std::move(call)] {
    if (call->claim()) carry_out(*call);
  });
}

void CallableSessions::carry_out(Call& call) {
  sink_.report(call.key(), Started{"thread"});
  end(call.key(), call.invoke());
}

void CallableSessions::end(const SessionKey& key, Finished finished) {
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
  }
  sink_.report(key, std::move(finished));
  const std::lock_guard lock(mutex_);
  calls_.erase(key);
}

bool CallableSessions::stop(const SessionKey& key) {
  std::shared_ptr<Call> call;
  {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(key);
    if (found == calls_.end()) return false;
    call = found->second;
  }
  call->request_stop();
  if (call->claim()) {
    end(key, {.cause = {Cause::Kind::signal, SIGTERM}, .message = "stopped before it began"});
  }
  return true;
}

bool CallableSessions::knows(const SessionKey& key) const {
  const std::lock_guard lock(mutex_);
  return calls_.contains(key);
}

}  // namespace headway::inline v0
