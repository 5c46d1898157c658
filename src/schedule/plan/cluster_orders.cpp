// Orders by sorting.
#include "cluster_orders.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace headway::inline v0 {

std::vector<std::uint32_t> places_by_rank(const ClusterModel& model) {
  std::vector<std::uint32_t> order(model.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto key = [&](std::uint32_t a) {
    return std::tuple(-std::int64_t{model.priority(a)},
                      -(model.duration(a) + model.graph().tails()[a]), a);
  };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<std::uint32_t> places(model.size());
  for (std::uint32_t place = 0; place < order.size(); ++place) places[order[place]] = place;
  return places;
}

}  // namespace headway::inline v0
