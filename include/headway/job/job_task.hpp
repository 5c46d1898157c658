// Tasks of a job: what the scheduler must know of each, as plain numbers.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>

#include <cstdint>

namespace headway::inline v0 {

using SlotId = Id<struct SlotTag, std::uint16_t>;  // index of a slot name in its job
using ShapeId = Id<struct ShapeTag>;               // index of a demand in its job

/// What an instance of a task is, to the scheduler.
enum class TaskKind : std::uint8_t {
  session,   // an attempt is a session
  join,      // succeeds once its edges are satisfied
  map,       // has a graph of elements
  repeat,    // has a graph per round
  pipeline,  // has the graph of an inner job
  approval,  // waits for a person
  wait,      // waits for a time
  fail,      // fails
};

/// Sessions that are over when what they run is: those of one kind may wait in line for each other.
enum class LineKind : std::uint8_t { none, processes, calls };

/// What the scheduler must know of a task: plain numbers, no names. Its instances are consecutive.
struct JobTask {
  InstanceId first{};              // its first instance
  std::uint32_t count = 1;         // its instances: the size of its matrix, or 1
  ShapeId shape{};                 // what each of its sessions asks for
  std::int32_t priority = 0;       // larger is sooner
  std::uint32_t max_parallel = 0;  // its instances in sessions at a time; 0: no cap
  std::uint32_t retry = 0;         // index of its retry rules in the job; 0: none
  std::uint32_t timeouts = 0;      // index of its timeouts in the job; 0: none
  Duration estimate{};             // 0: unknown
  TaskKind kind = TaskKind::session;
  bool allow_failure = false;
  bool asks = false;         // has something to evaluate before it may begin
  bool compensates = false;  // has something to undo it with
  LineKind line = LineKind::none;

  [[nodiscard]] bool has_session() const { return kind == TaskKind::session; }
};

}  // namespace headway::inline v0
