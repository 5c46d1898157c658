// Passes: forward, backward, and what they leave behind.
#include "passes.hpp"

#include <numeric>

namespace headway::inline v0 {

void Passes::start(Candidate& candidate, std::span<const std::uint32_t> places) {
  candidate.starts.resize(places.size());
  candidate.order.resize(places.size());
  candidate.makespan = generator_.parallel(places, candidate.starts);
  count(candidate);
  for (std::uint32_t a = 0; a < places.size(); ++a) candidate.order[places[a]] = a;
  time_.by_end(candidate.order, candidate.starts, candidate.makespan);
}

bool Passes::justify(Candidate& candidate, std::int64_t hopeless) {
  candidate.starts.resize(candidate.order.size());
  candidate.makespan = generator_.backward(candidate.order, candidate.starts);
  count(candidate);
  time_.by_start(candidate.order, candidate.starts, candidate.makespan);
  if (over() || candidate.makespan > hopeless) return false;
  candidate.makespan = generator_.forward(candidate.order, candidate.starts);
  count(candidate);
  time_.by_end(candidate.order, candidate.starts, candidate.makespan);
  return true;
}

void Passes::count(const Candidate& candidate) {
  ++used_;
  if (candidate.makespan >= best_.makespan) return;
  best_.starts = candidate.starts;
  best_.makespan = candidate.makespan;
}

}  // namespace headway::inline v0
