// Variation: crossover that keeps a peak, and small moves.
#include "variation.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {
constexpr std::int64_t parts = 1024;  // of a capacity
}

Variation::Variation(const PlanningModel& model)
    : model_(model), work_(model.size()), place_(model.size()), keys_(model.size()) {
  for (std::size_t r = 0; r < model.resources(); ++r) {
    const std::int64_t part = std::max<std::int64_t>(model.capacity(r) / parts, 1);
    const std::int64_t scale = model.capacity(r) < parts * parts ? parts : 1;
    for (std::uint32_t a = 0; a < model.size(); ++a) {
      const std::int64_t share =
          scale == 1 ? model.demand(a)[r] / part
                     : model.demand(a)[r] * scale / std::max<std::int64_t>(model.capacity(r), 1);
      work_[a] += static_cast<std::uint64_t>(share);
    }
  }
}

void Variation::cross(const Candidate& father, const Candidate& mother, SearchDice& dice,
                      std::vector<std::uint32_t>& child) {
  const Stretch kept = peak(mother, dice);
  for (std::uint32_t i = 0; i < mother.order.size(); ++i) place_[mother.order[i]] = i;
  child.resize(mother.order.size());
  std::copy(mother.order.begin() + static_cast<std::ptrdiff_t>(kept.begin),
            mother.order.begin() + static_cast<std::ptrdiff_t>(kept.end),
            child.begin() + static_cast<std::ptrdiff_t>(kept.begin));
  std::size_t before = 0;
  std::size_t after = kept.end;
  for (const std::uint32_t a : father.order) {
    if (place_[a] < kept.begin) child[before++] = a;
    if (place_[a] >= kept.end) child[after++] = a;
  }
}

Variation::Stretch Variation::stretch(SearchDice& dice) const {
  const auto size = static_cast<std::uint32_t>(model_.size());
  const std::uint32_t length = size / 4 + dice.below(size / 2 + 1);
  const std::uint32_t begin = dice.below(size - length + 1);
  return {begin, begin + length};
}

Variation::Stretch Variation::peak(const Candidate& mother, SearchDice& dice) const {
  Stretch best = stretch(dice);
  std::uint64_t most = use(mother, best);
  for (int more = 0; more < 3; ++more) {
    const Stretch other = stretch(dice);
    const std::uint64_t use_of_other = use(mother, other);
    if (use_of_other <= most) continue;
    best = other;
    most = use_of_other;
  }
  return best;
}

/// Work for each tick that the stretch spans.
std::uint64_t Variation::use(const Candidate& mother, Stretch stretch) const {
  std::int64_t first = mother.makespan;
  std::int64_t last = 0;
  std::uint64_t work = 0;
  for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
    const std::uint32_t a = mother.order[i];
    first = std::min(first, mother.starts[a]);
    last = std::max(last, mother.starts[a] + model_.duration(a));
    work += work_[a] * static_cast<std::uint64_t>(model_.duration(a));
  }
  return 64 * work / static_cast<std::uint64_t>(std::max<std::int64_t>(last - first, 1));
}

void Variation::shake(std::vector<std::uint32_t>& order, std::uint32_t moves, std::uint32_t reach,
                      SearchDice& dice, TimeOrder& time) {
  constexpr std::int64_t apart = 16;
  const auto size = static_cast<std::uint32_t>(order.size());
  const std::int64_t farthest = apart * std::max<std::int64_t>(size * reach / 100, 2) + apart / 2;
  for (std::size_t i = 0; i < size; ++i) keys_[order[i]] = apart * static_cast<std::int64_t>(i);
  for (std::uint32_t move = 0; move < moves; ++move)
    keys_[dice.below(size)] += dice.between(-farthest, farthest);
  time.successors_first(keys_, order);
}

bool Variation::alike(const Candidate& one, const Candidate& other, std::uint64_t percent) {
  const std::uint64_t size = one.order.size();
  for (std::uint32_t i = 0; i < size; ++i) place_[one.order[i]] = i;
  std::uint64_t distance = 0;
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::uint32_t place = place_[other.order[i]];
    distance += place < i ? i - place : place - i;
  }
  return distance * 100 < percent * size * size;
}

}  // namespace headway::inline v0
