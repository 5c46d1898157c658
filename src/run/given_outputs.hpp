// Outputs that people and other services bring: typed in at an approval, sent with a callback.
#pragma once

#include <headway/event/job_state.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// `text`, a JSON object, as the outputs of `task`, added to those it left itself. Nothing when one
/// is missing, unknown or ill-typed; `why`, where given, then says which.
std::optional<Values> given_outputs(const Task& task, std::string_view text,
                                    const std::shared_ptr<const Values>& left,
                                    std::string* why = nullptr);

/// Whether a cancel of the job ends the instance, too, while it waits: of all but what undoes and
/// what comes finally.
bool is_ended_by_cancel(const JobGraphs& graphs, InstanceId id);

/// An answer to an approval, as it was asked for.
struct ApprovalAnswer {
  std::string instance{};
  bool approved = true;
  std::string by{};
  std::string outputs{};  // a JSON object
  Instant time{};
};

/// What the answer makes of the instance; nothing when it does not wait for one, the answer came
/// too late, or from somebody who is not asked.
std::optional<InstanceEnded> answer_to_approval(const JobStatus& status,
                                                const ApprovalAnswer& answer,
                                                std::string* why = nullptr);

}  // namespace headway::inline v0
