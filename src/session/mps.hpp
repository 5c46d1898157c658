// NVIDIA's Multi-Process Service, by which several processes share a device at once.
#pragma once

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// The folder where the service would have its pipes, for a process that finds `pipe_directory` in
/// CUDA_MPS_PIPE_DIRECTORY, or finds it empty or not set.
inline std::string mps_folder(std::string_view pipe_directory) {
  return std::string(pipe_directory.empty() ? "/tmp/nvidia-mps" : pipe_directory);
}

/// Whether the service runs: its control pipe is in `folder`.
bool mps_runs(const std::string& folder);

}  // namespace headway::inline v0
