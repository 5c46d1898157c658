// Grants: what one session holds of the pool.
#pragma once

#include <headway/base/id.hpp>
#include <headway/model/node.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace headway::inline v0 {

using DemandId = Id<struct DemandTag>;  // a demand that a pool knows

/// What one session holds of the pool. Move-only: given back once, by being passed to
/// `Pool::release`; a second release does not compile.
class Grant {
 public:
  Grant(Grant&&) noexcept = default;
  Grant& operator=(Grant&&) noexcept = default;
  Grant(const Grant&) = delete;
  Grant& operator=(const Grant&) = delete;
  ~Grant() = default;
  [[nodiscard]] std::uint32_t node() const { return node_; }
  [[nodiscard]] DemandId demand() const { return demand_; }
  [[nodiscard]] const std::vector<DeviceShare>& gpus() const { return gpus_; }

 private:
  friend class Pool;
  Grant(std::uint32_t node, DemandId demand, std::vector<DeviceShare> gpus)
      : node_(node), demand_(demand), gpus_(std::move(gpus)) {}
  std::uint32_t node_;
  DemandId demand_;
  std::vector<DeviceShare> gpus_;
  std::uint32_t beside_ = 0;  // the reservation that it was taken beside; 0: none
};

}  // namespace headway::inline v0
