// From a session's spec to what the supervisor is asked.
#pragma once

#include "protocol.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// The request, with the variables that make the session see what it was granted on `node`:
/// CUDA_VISIBLE_DEVICES; OMP_NUM_THREADS unless `inherited` or the spec sets it; and for a share of
/// a device, where NVIDIA's Multi-Process Service runs, CUDA_MPS_ACTIVE_THREAD_PERCENTAGE.
StartRequest make_start_request(const SessionSpec& spec, const Node& node,
                                const std::vector<std::string>& inherited);

/// Why no process can be started so: an empty command, a NUL byte, a bad variable name. Empty when
/// there is nothing of the kind.
std::string defect_of(const ProcessSpec& process);

}  // namespace headway::inline v0
