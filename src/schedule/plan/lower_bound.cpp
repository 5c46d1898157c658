// Lower bounds: critical path, head-work-tail, and horizons that energy refutes.
#include <headway/schedule/plan/lower_bound.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>
#include <vector>

namespace headway::inline v0 {
namespace {

constexpr std::size_t largest_for_energy = 300;

/// The activities that ask for a resource, by head.
std::vector<std::uint32_t> users_of(const PlanningModel& model, std::size_t resource) {
  std::vector<std::uint32_t> users;
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    if (model.demand(a)[resource] > 0 && model.duration(a) > 0) users.push_back(a);
  }
  std::stable_sort(users.begin(), users.end(), [&](std::uint32_t a, std::uint32_t b) {
    return model.heads()[a] < model.heads()[b];
  });
  return users;
}

/// A resource in units so large that the work of all activities can be added up: demands are
/// rounded down and the capacity up, so that a bound stays one.
struct Yardstick {
  Yardstick(const PlanningModel& model, std::size_t resource) : resource_(resource) {
    std::uint64_t time = 1;
    for (std::uint32_t a = 0; a < model.size(); ++a)
      time += static_cast<std::uint64_t>(model.duration(a));
    const auto whole = static_cast<std::uint64_t>(model.capacity(resource));
    shift_ = std::max(static_cast<int>(std::bit_width(time) + std::bit_width(whole)) - 61, 0);
    capacity = (model.capacity(resource) >> shift_) + (shift_ > 0 ? 1 : 0);
  }
  [[nodiscard]] std::int64_t demand(const PlanningModel& model, std::uint32_t a) const {
    return model.demand(a)[resource_] >> shift_;
  }
  std::int64_t capacity;

 private:
  std::size_t resource_;
  int shift_;
};

/// For each cut at a head: that head, the work of what cannot start before, the least tail of it.
std::int64_t head_work_tail(const PlanningModel& model, std::size_t resource) {
  const std::vector<std::uint32_t> users = users_of(model, resource);
  std::int64_t bound = 0;
  std::int64_t tail = std::int64_t{1} << 62U;
  const Yardstick yardstick(model, resource);
  std::int64_t work = 0;
  for (std::size_t i = users.size(); i-- > 0;) {
    const std::uint32_t user = users[i];
    work += model.duration(user) * yardstick.demand(model, user);
    tail = std::min(tail, model.tails()[user]);
    const std::int64_t between = (work + yardstick.capacity - 1) / yardstick.capacity;
    bound = std::max(bound, model.heads()[user] + between + tail);
  }
  return bound;
}

/// Is there an interval that must hold more work than it can, if all ends at `horizon`?
/// Intervals from a head to a latest end; an activity gives the least it can leave inside.
class EnergyCheck {
 public:
  EnergyCheck(const PlanningModel& model, std::size_t resource)
      : model_(model), yardstick_(model, resource), users_(users_of(model, resource)) {}

  [[nodiscard]] bool refutes(std::int64_t horizon) const {
    std::vector<std::int64_t> ends;
    for (const std::uint32_t a : users_) ends.push_back(horizon - model_.tails()[a]);
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    std::int64_t last = -1;
    for (const std::uint32_t a : users_) {
      if (model_.heads()[a] == last) continue;
      last = model_.heads()[a];
      if (refutes_from(last, ends, horizon)) return true;
    }
    return false;
  }

 private:
  [[nodiscard]] bool refutes_from(std::int64_t begin, std::span<const std::int64_t> ends,
                                  std::int64_t horizon) const {
    for (const std::int64_t end : ends) {
      if (end <= begin) continue;
      std::int64_t work = 0;
      for (const std::uint32_t a : users_)
        work += least_inside(a, begin, end, horizon) * yardstick_.demand(model_, a);
      if ((work + yardstick_.capacity - 1) / yardstick_.capacity > end - begin) return true;
    }
    return false;
  }

  [[nodiscard]] std::int64_t least_inside(std::uint32_t a, std::int64_t begin, std::int64_t end,
                                          std::int64_t horizon) const {
    const std::int64_t shifted_left = model_.heads()[a] + model_.duration(a) - begin;
    const std::int64_t shifted_right = end - (horizon - model_.tails()[a] - model_.duration(a));
    const std::int64_t inside = std::min({shifted_left, shifted_right, end - begin});
    return std::clamp<std::int64_t>(inside, 0, model_.duration(a));
  }

  const PlanningModel& model_;
  Yardstick yardstick_;
  std::vector<std::uint32_t> users_;
};

/// The first horizon from `bound` on, found by doubling and halving, that is not refuted.
std::int64_t beyond_refuted(const EnergyCheck& check, std::int64_t bound) {
  std::int64_t more = 1;
  while (check.refutes(bound + more - 1)) more *= 2;
  std::int64_t refuted = bound + more / 2 - 1;
  std::int64_t open = bound + more - 1;
  while (open - refuted > 1) {
    const std::int64_t middle = refuted + (open - refuted) / 2;
    (check.refutes(middle) ? refuted : open) = middle;
  }
  return open;
}

}  // namespace

std::int64_t makespan_lower_bound(const PlanningModel& model) {
  std::int64_t bound = model.critical_path();
  for (std::size_t r = 0; r < model.resources(); ++r) {
    if (model.capacity(r) > 0) bound = std::max(bound, head_work_tail(model, r));
  }
  if (model.size() > largest_for_energy) return bound;
  for (std::size_t r = 0; r < model.resources(); ++r) {
    if (model.capacity(r) > 0) bound = beyond_refuted(EnergyCheck(model, r), bound);
  }
  return bound;
}

}  // namespace headway::inline v0
