// Evaluation: what the values of a job answer when the scheduler asks.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/folders.hpp>
#include <headway/schedule/command.hpp>

#include <string>
#include <vector>

namespace headway::inline v0 {

/// The limits of the jobs that an instance is inside of.
Limits limits_around(const JobStatus& status, InstanceId instance);

/// Everything an answer is made from; borrowed for one.
struct Evaluation {
  const JobStatus& status;
  JobId id;
  const Folders& folders;
  Instant now;
  const std::vector<Node>& nodes;
  const CompileOptions& inner;  // of inner jobs, but for their params

  /// The fact that answers. An expression without a value ends the instance as failed.
  [[nodiscard]] Fact answer(const Evaluate& asked) const;

 private:
  [[nodiscard]] Fact answer_or_throw(const Evaluate& asked) const;
  [[nodiscard]] Fact begin(InstanceId instance) const;
  [[nodiscard]] Fact graph_over(InstanceId instance) const;
  [[nodiscard]] Fact time_is_up(const Evaluate& asked) const;
  [[nodiscard]] Fact retry(const Evaluate& asked) const;

  [[nodiscard]] Fact begin_map(InstanceId instance, const Task& task) const;
  [[nodiscard]] Fact begin_pipeline(InstanceId instance, const PipelineBody& body) const;
  [[nodiscard]] Fact begin_approval(InstanceId instance, const ApprovalBody& body) const;
  [[nodiscard]] Fact begin_wait(InstanceId instance, const WaitBody& body) const;
  [[nodiscard]] Fact end_of_round(InstanceId instance, const RepeatBody& body) const;
  [[nodiscard]] Fact next_round(InstanceId instance) const;
  [[nodiscard]] Values computed(const std::vector<ComputedOutput>& outputs,
                                std::uint32_t graph) const;
  [[nodiscard]] std::uint32_t latest_graph(InstanceId owner) const;
};

/// The success of an instance without a session. Throws Error when an output is not of its type.
InstanceEnded success(InstanceId instance, const Task& task, Values outputs);

}  // namespace headway::inline v0
