// The observers of an executor, and what became of those that threw.
#pragma once

#include "journal.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// Calls each observer for each event, in order. Thread-safe; an observer may add another. One that
/// throws is not called again, and the first such message is kept.
class Observers {
 public:
  void add(std::function<void(const Event&)> observer) {
    const std::lock_guard lock(mutex_);
    observers_.push_back(std::move(observer));
  }

  void tell(const Published& logs) {
    for (std::size_t i = 0; i < count(); ++i) {
      for (const auto& log : logs) tell(i, *log);
    }
  }

  [[nodiscard]] std::string failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  [[nodiscard]] std::size_t count() const {
    const std::lock_guard lock(mutex_);
    return observers_.size();
  }

  void tell(std::size_t index, const EventLog& events) {
    std::unique_lock lock(mutex_);
    const auto observer = observers_[index];
    lock.unlock();  // never call out under a lock
    if (!observer) return;
    try {
      for (std::size_t i = 0; i < events.size(); ++i) observer(events.at(i));
    } catch (const std::exception& thrown) {
      drop(index, thrown.what());
    } catch (...) {
      drop(index, "an exception that is no std::exception");
    }
  }

  void drop(std::size_t index, const std::string& message) {
    const std::lock_guard lock(mutex_);
    observers_[index] = nullptr;
    if (failure_.empty()) failure_ = message;
  }

  mutable std::mutex mutex_;
  std::vector<std::function<void(const Event&)>> observers_;  // null: threw
  std::string failure_;
};

}  // namespace headway::inline v0
