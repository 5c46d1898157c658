// The committer's thread.
#include "committer.hpp"

#include "../base/signals_blocked.hpp"
#include "callable_outputs.hpp"

#include <exception>
#include <utility>

namespace headway::inline v0 {

Committer::~Committer() {
  thread_.request_stop();
  given_.notify_all();
}

void Committer::commit(const SessionKey& key, std::string folder,
                       std::shared_ptr<const PipelineJob> job, const Task& task,
                       std::shared_ptr<const Values> returned) {
  {
    const std::lock_guard lock(mutex_);
    orders_.push_back({key, std::move(folder), std::move(job), &task, std::move(returned)});
  }
  if (!thread_.joinable()) {
    const SignalsBlocked quiet;
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  given_.notify_one();
}

void Committer::work(const std::stop_token& stop) {
  while (true) {
    std::unique_lock lock(mutex_);
    if (!given_.wait(lock, stop, [&] { return !orders_.empty(); }) || stop.stop_requested()) return;
    const Order order = std::move(orders_.front());
    orders_.pop_front();
    lock.unlock();
    mailbox_.put(OutputsCommitted{order.key, commit_now(order)});
  }
}

Committed Committer::commit_now(const Order& order) const {
  try {
    if (order.returned)
      return commit_callable(artifacts_, order.folder, *order.task, *order.returned);
    if (!order.task->callback) return artifacts_.commit(order.folder, order.task->outputs);
    auto declared = order.task->outputs;  // the callback brings what the session did not leave
    for (OutputDeclaration& output : declared) output.type = optional_of(output.type);
    return artifacts_.commit(order.folder, declared);
  } catch (const std::exception& failure) {
    return {.problem = failure.what()};
  }
}

}  // namespace headway::inline v0
