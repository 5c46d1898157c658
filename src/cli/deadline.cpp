// Time that runs out.
#include "cli/deadline.hpp"

#include "cli/report.hpp"

#include <chrono>
#include <limits>

namespace headway::cli {

Deadline::Deadline(const std::string& budget, PlannerOptions& planner) {
  if (budget.empty()) return;
  const auto limit = parse_duration(budget);
  if (!limit || limit->us <= 0) {
    throw UsageError("--budget-time: \"" + printable(budget) +
                     "\" is no duration, such as 10s or 500ms");
  }
  if (planner.schedules == 0) planner.schedules = std::numeric_limits<std::uint64_t>::max();
  planner.stop = &over_;
  clock_ = std::thread([this, limit = *limit] { wait(limit); });
}

Deadline::~Deadline() {
  {
    const std::lock_guard lock(mutex_);
    leaves_ = true;
  }
  left_.notify_all();
  if (clock_.joinable()) clock_.join();
}

void Deadline::wait(Duration budget) {
  std::unique_lock lock(mutex_);
  left_.wait_for(lock, std::chrono::microseconds(budget.us), [this] { return leaves_; });
  over_ = true;
}

}  // namespace headway::cli
