// Node choices: which node gives a demand, and which device it shares there.
#pragma once

#include <headway/schedule/node_table.hpp>

#include <cstdint>
#include <optional>

namespace headway::inline v0 {

/// Where a demand is placed that several nodes or devices could give. A pool tells it of every
/// change, so that it may keep what it knows.
class NodeChoice {
 public:
  struct Best {
    std::uint32_t place = 0;  // of the node, by name
    std::optional<std::uint16_t> shared{};
  };

  NodeChoice() = default;
  NodeChoice(const NodeChoice&) = delete;
  NodeChoice& operator=(const NodeChoice&) = delete;
  virtual ~NodeChoice() = default;

  /// Nodes came, went or changed.
  virtual void renew(const NodeTable& nodes, const DemandTable& demands) = 0;
  /// What is left of the node at this place is different now.
  virtual void change(std::uint32_t place) = 0;
  /// Nothing when no node can give it now.
  virtual std::optional<Best> best(DemandId id, const DemandTable& demands,
                                   const NodeTable& nodes) = 0;
};

/// Whether the machine can give the demand now, and from which device a share of one: the one of
/// which least is left.
struct Fit {
  bool fits = false;
  std::optional<std::uint16_t> shared{};
};
Fit fit_on(const Machine& machine, const KnownDemand& demand);

/// The first node by name that can give it.
class FirstFit final : public NodeChoice {
 public:
  void renew(const NodeTable& /*nodes*/, const DemandTable& /*demands*/) override {}
  void change(std::uint32_t /*place*/) override {}
  std::optional<Best> best(DemandId id, const DemandTable& demands,
                           const NodeTable& nodes) override;
};

// ---------------------------------------------------------------------------------------------

inline Fit fit_on(const Machine& machine, const KnownDemand& demand) {
  if (!machine.fits(demand)) return {};
  std::optional<std::uint16_t> least;
  std::int64_t whole = 0;
  for (std::uint16_t i = 0; demand.wants_devices() && i < machine.devices.size(); ++i) {
    const Device& device = machine.devices[i];
    const bool free = !device.kept && device.thousandths == detail::whole_device;
    whole += free && device.memory >= demand.gpu_mem ? 1 : 0;
    if (!demand.shares_device() || !shares(device, demand)) continue;
    if (!least || device.thousandths < machine.devices[*least].thousandths) least = i;
  }
  if (demand.shares_device() && !least) return {};
  if (least && machine.devices[*least].thousandths == detail::whole_device) --whole;
  return {whole >= demand.whole_devices(), least};
}

inline std::optional<NodeChoice::Best> FirstFit::best(DemandId id, const DemandTable& demands,
                                                      const NodeTable& nodes) {
  for (std::uint32_t place = 0; place < nodes.size(); ++place) {
    const Fit fit = fit_on(nodes.at_place(place), demands[id]);
    if (fit.fits) return Best{place, fit.shared};
  }
  return {};
}

}  // namespace headway::inline v0
