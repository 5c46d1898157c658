// Passes: forward, backward, and what they leave behind.
#include "passes.hpp"

#include <algorithm>
#include <bit>

namespace headway::inline v0 {

void Passes::start(Candidate& candidate, std::span<const std::uint32_t> places) {
  candidate.starts.resize(places.size());
  candidate.order.resize(places.size());
  candidate.makespan = generator_.parallel(places, candidate.starts);
  count(candidate);
  for (std::uint32_t a = 0; a < places.size(); ++a) candidate.order[places[a]] = a;
  time_.by_end(candidate.order, candidate.starts, candidate.makespan);
}

void Passes::backward(Candidate& candidate) {
  candidate.starts.resize(candidate.order.size());
  candidate.makespan = generator_.backward(candidate.order, candidate.starts);
  count(candidate);
  time_.by_start(candidate.order, candidate.starts, candidate.makespan);
}

void Passes::forward(Candidate& candidate) {
  candidate.starts.resize(candidate.order.size());
  candidate.makespan = generator_.forward(candidate.order, candidate.starts);
  count(candidate);
  time_.by_end(candidate.order, candidate.starts, candidate.makespan);
}

bool Passes::justify(Candidate& candidate, std::int64_t hopeless) {
  backward(candidate);
  if (over() || candidate.makespan > hopeless) return false;
  forward(candidate);
  return true;
}

void Passes::repair(Candidate& candidate, std::uint32_t repairs, SearchDice& dice) {
  for (std::uint32_t done = 0; done < repairs && !over(); ++done, ++used_)
    repair_.repair(candidate, generator_, dice);
  constexpr std::int64_t apart = 16;  // for dice among equal ends
  const int spare = std::max(
      static_cast<int>(std::bit_width(static_cast<std::uint64_t>(candidate.makespan))) - 56, 0);
  for (std::uint32_t a = 0; a < keys_.size(); ++a) {
    const std::int64_t end = candidate.starts[a] + model_.duration(a);
    keys_[a] = ((candidate.makespan - end) >> spare) * apart + dice.below(apart);
  }
  time_.successors_first(keys_, candidate.order);
}

void Passes::count(const Candidate& candidate) {
  ++used_;
  placements_ += candidate.starts.size();
  if (candidate.makespan >= best_.makespan) return;
  best_.starts = candidate.starts;
  best_.makespan = candidate.makespan;
}

}  // namespace headway::inline v0
