// Least loss: a node choice that keeps devices usable for what is expected.
#pragma once

#include <headway/schedule/node_choice.hpp>
#include <headway/schedule/node_ranking.hpp>
#include <headway/schedule/node_score.hpp>

#include <cstdint>
#include <optional>

namespace headway::inline v0 {

/// Where typical requests lose least, then where least is left over, then the first by name:
/// docs/design/placement.md.
class LeastLoss final : public NodeChoice {
 public:
  void renew(const NodeTable& nodes, const DemandTable& demands) override;
  void change(std::uint32_t place) override { ranking_.changed(place); }
  std::optional<Best> best(DemandId id, const DemandTable& demands,
                           const NodeTable& nodes) override;

 private:
  void learn(const DemandTable& demands, std::size_t nodes);
  std::optional<Best> best_on(const Machine& machine, const KnownDemand& demand);

  NodeScoring scoring_;
  NodeRanking ranking_;
  std::uint64_t learned_ = 0;  // requests that were expected when scoring last learned
};

// ---------------------------------------------------------------------------------------------

inline void LeastLoss::renew(const NodeTable& nodes, const DemandTable& demands) {
  const bool other_units = scoring_.measure(nodes, demands);
  if (other_units || ranking_.nodes() != nodes.size()) ranking_.forget(nodes.size());
}

/// Anew when half as much again is expected as last time, so that all scores are rarely forgotten.
inline void LeastLoss::learn(const DemandTable& demands, std::size_t nodes) {
  if (demands.expected() <= learned_ + learned_ / 2) return;
  learned_ = demands.expected();
  scoring_.learn(demands);
  ranking_.forget(nodes);
}

/// On the only machine, by the same rule.
inline std::optional<NodeChoice::Best> LeastLoss::best_on(const Machine& machine,
                                                          const KnownDemand& demand) {
  if (!demand.shares_device()) {
    return fit_on(machine, demand).fits ? std::optional<Best>(Best{}) : std::nullopt;
  }
  const NodeScore score = scoring_.score(demand, machine, scoring_.usable(machine));
  return score.fits() ? std::optional<Best>(Best{0, score.shared}) : std::nullopt;
}

inline std::optional<NodeChoice::Best> LeastLoss::best(DemandId id, const DemandTable& demands,
                                                       const NodeTable& nodes) {
  if (demands.expected() != learned_) learn(demands, nodes.size());
  if (nodes.size() == 1) return best_on(nodes[0], demands[id]);
  return ranking_.best(id, demands[id], nodes, scoring_);
}

}  // namespace headway::inline v0
