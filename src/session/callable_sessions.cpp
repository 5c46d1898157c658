// The life of a call.
#include "callable_sessions.hpp"

#include <headway/model/callable.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <exception>
#include <filesystem>
#include <utility>

namespace headway::inline v0 {

/// A call that has begun. What it may ask is made when it asks: most calls do not.
class CallableSessions::Call final : public TaskContext {
 public:
  explicit Call(Waiting from) : from_(std::move(from)) {}

  [[nodiscard]] const SessionKey& key() const { return from_.key; }
  [[nodiscard]] const std::string& instance() const override {
    std::call_once(named_, [&] {
      if (from_.call.places) from_.name = from_.call.places->name(from_.key);
    });
    return from_.name;
  }
  [[nodiscard]] Attempt attempt() const override { return from_.key.attempt; }
  [[nodiscard]] const std::string& output_folder() const override {
    std::call_once(folder_made_, [&] {
      if (from_.call.places) from_.folder = from_.call.places->folder(from_.key);
      from_.folder += "/output";
      std::filesystem::create_directories(from_.folder);
      has_folder_ = true;
    });
    return from_.folder;
  }
  [[nodiscard]] bool stop_requested() const override { return stop_; }

  void request_stop() { stop_ = true; }

  Finished invoke() {
    try {
      auto outputs = from_.call.callable->invoke(*this, from_.call.inputs);
      return {.outputs = outputs.empty() ? no_outputs()
                                         : std::make_shared<const Values>(std::move(outputs)),
              .left_no_folder = !has_folder_};
    } catch (const std::exception& thrown) {
      return {.cause = {Cause::Kind::exception}, .message = thrown.what()};
    } catch (...) {
      return {.cause = {Cause::Kind::exception},
              .message = "the callable threw something that is no std::exception"};
    }
  }

 private:
  static const std::shared_ptr<const Values>& no_outputs() {
    static const auto none = std::make_shared<const Values>();
    return none;
  }

  mutable Waiting from_;
  mutable std::once_flag named_;
  mutable std::once_flag folder_made_;
  mutable std::atomic<bool> has_folder_ = false;
  std::atomic<bool> stop_ = false;
};

CallableSessions::~CallableSessions() {
  const std::lock_guard lock(mutex_);
  closing_ = true;
  lines_.clear();
  for (Call* call : running_) call->request_stop();
}

void CallableSessions::start(std::span<const SessionSpec* const> specs) {
  const std::lock_guard lock(mutex_);
  for (const SessionSpec* spec : specs) {
    const std::uint64_t number = spec->line.number;
    Line& line = lines_[number];
    line.places = number == 0 ? threads_ : spec->line.places;
    line.waiting.push_back(
        {spec->key, spec->name, spec->folder, std::get<CallableSpec>(spec->body)});
    if (line.taken >= line.places) continue;
    ++line.taken;
    pool_.submit([this, number] { serve(number); });
  }
}

/// The first of the line, if it has a place; else the thread's place is free.
std::optional<CallableSessions::Waiting> CallableSessions::next(std::uint64_t number) {
  const auto found = lines_.find(number);
  Line& line = found->second;
  if (line.waiting.empty() || line.taken > line.places) {
    if (--line.taken == 0) lines_.erase(found);
    return {};
  }
  std::optional<Waiting> first(std::move(line.waiting.front()));
  line.waiting.pop_front();
  return first;
}

/// An end is told together with the beginning that follows it.
void CallableSessions::serve(std::uint64_t number) {
  constexpr int turn = 256;  // calls, before other lines have theirs
  std::array<SessionNews, 3> news;
  std::size_t told = 0;
  std::unique_lock lock(mutex_);
  for (int served = 0; !closing_; ++served) {
    if (served == turn) {
      pool_.submit([this, number] { serve(number); });
      break;
    }
    auto following = next(number);
    if (!following) break;
    Call call(std::move(*following));
    running_.push_back(&call);
    lock.unlock();
    news[told++] = {call.key(), Accepted{"callable"}};
    news[told++] = {call.key(), Started{"thread"}};
    sink_.report_all(std::span(news).first(told));
    news[0] = {call.key(), call.invoke()};
    told = 1;
    lock.lock();
    std::erase(running_, &call);
  }
  if (told == 0 || closing_) return;
  lock.unlock();
  sink_.report_all(std::span(news).first(1));
}

bool CallableSessions::remove(const SessionKey& key) {
  const std::lock_guard lock(mutex_);
  return std::any_of(lines_.begin(), lines_.end(), [&](auto& line) {
    return std::erase_if(line.second.waiting, [&](const auto& call) { return call.key == key; }) >
           0;
  });
}

bool CallableSessions::recall(const SessionKey& key) {
  if (!remove(key)) return false;
  sink_.report(key, Absent{});
  return true;
}

bool CallableSessions::stop(const SessionKey& key) {
  if (remove(key)) {
    sink_.report(key, Finished{.cause = {Cause::Kind::signal, SIGTERM},
                               .message = "stopped before it began"});
    return true;
  }
  const std::lock_guard lock(mutex_);
  for (Call* call : running_) {
    if (call->key() != key) continue;
    call->request_stop();
    return true;
  }
  return false;
}

bool CallableSessions::knows(const SessionKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto same = [&](const Call* call) { return call->key() == key; };
  if (std::any_of(running_.begin(), running_.end(), same)) return true;
  return std::any_of(lines_.begin(), lines_.end(), [&](const auto& line) {
    return std::any_of(line.second.waiting.begin(), line.second.waiting.end(),
                       [&](const Waiting& call) { return call.key == key; });
  });
}

}  // namespace headway::inline v0
