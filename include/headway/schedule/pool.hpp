// The pool: what the nodes have, and who holds how much of it.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/model/node.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

class Pool;

/// What one session holds of the pool. Move-only: given back once, by being passed to
/// `Pool::release`; a second release does not compile.
class Grant {
 public:
  Grant(Grant&&) noexcept = default;
  Grant& operator=(Grant&&) noexcept = default;
  Grant(const Grant&) = delete;
  Grant& operator=(const Grant&) = delete;
  [[nodiscard]] std::uint32_t node() const { return node_; }
  [[nodiscard]] std::span<const DeviceShare> gpus() const { return gpus_; }

 private:
  friend class Pool;
  Grant() = default;
  std::uint32_t node_ = 0;
  std::vector<std::pair<std::uint16_t, std::int64_t>> amounts_;  // pool slot -> taken
  std::vector<DeviceShare> gpus_;
};

}  // namespace headway::inline v0
