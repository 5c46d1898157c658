// The surroundings of an instance: what it is an element of, in which round, and whose outputs it
// gets.
#pragma once

#include <headway/event/job_state.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// Matrix, item and round of an instance, and of those it is inside of as far as its job reaches.
/// Borrows the status.
struct Surroundings {
  Values matrix{};
  const Value* item = nullptr;  // of the innermost map
  std::uint32_t item_index = 0;
  const JobGraph* round = nullptr;  // the innermost
};

Surroundings surroundings_of(const JobStatus& status, InstanceId instance);

/// A predecessor whose committed outputs an instance finds as one of its inputs.
struct TaskInput {
  std::string task{};
  std::vector<InstanceId> instances{};
  bool fan_out = false;
};

/// In the order of `depends_on`, implied edges after them. An element gets those of its task; the
/// first tasks of a round those of the repeat; a compensation what it undoes, and then the same.
std::vector<TaskInput> inputs_of(const JobStatus& status, InstanceId instance);

/// The instances of a task: one, those of its matrix, or the elements of its map.
std::vector<InstanceId> instances_of(const JobStatus& status, std::uint32_t graph, TaskId task);

}  // namespace headway::inline v0
