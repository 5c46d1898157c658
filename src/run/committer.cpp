// Committing what a session left.
#include "committer.hpp"

#include "callable_outputs.hpp"

#include <exception>
#include <utility>

namespace headway::inline v0 {

void Committer::commit(const SessionKey& key, std::string folder,
                       std::shared_ptr<const PipelineJob> job, const Task& task,
                       std::shared_ptr<const Values> returned) {
  errands_.send([this, order = Order{key, std::move(folder), std::move(job), &task,
                                     std::move(returned)}] { return Letter(commit_now(order)); });
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
