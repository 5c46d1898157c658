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
    mailbox_.put(commit_now(order));
  }
}

OutputsCommitted Committer::commit_now(const Order& order) const {
  try {
    return {.key = order.key, .committed = outputs_of(order)};
  } catch (...) {  // nothing that the task did
    return {.key = order.key, .failure = std::current_exception()};
  }
}

Committed Committer::outputs_of(const Order& order) const {
  if (order.returned)
    return commit_callable(artifacts_, order.folder, *order.task, *order.returned);
  if (!order.task->callback) return artifacts_.commit(order.folder, order.task->outputs);
  auto declared = order.task->outputs;  // the callback brings what the session did not leave
  for (OutputDeclaration& output : declared) output.type = optional_of(output.type);
  return artifacts_.commit(order.folder, declared);
}

}  // namespace headway::inline v0
