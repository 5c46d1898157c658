// Heads and tails from the work of ancestors and descendants.
#include "cluster_bound.hpp"

#include "cluster_pigeonholes.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <numeric>
#include <vector>

namespace headway::inline v0 {
namespace {

constexpr std::size_t most_activities = 2'000;

/// Sets of activities, a row of bits for each activity.
class BitRows {
 public:
  explicit BitRows(std::size_t size) : words_((size + 63) / 64), bits_(size * words_) {}
  [[nodiscard]] bool has(std::uint32_t row, std::uint32_t member) const {
    return (bits_[row * words_ + member / 64] >> (member % 64) & 1U) != 0;
  }
  void add(std::uint32_t row, std::uint32_t member) {
    bits_[row * words_ + member / 64] |= std::uint64_t{1} << (member % 64);
  }
  void add_all(std::uint32_t row, std::uint32_t other) {
    for (std::size_t w = 0; w < words_; ++w) bits_[row * words_ + w] |= bits_[other * words_ + w];
  }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

/// Work in units so large that it can be added up; the capacity is rounded up, demands down.
class Works {
 public:
  explicit Works(const PlanningModel& model) : model_(model) {
    std::uint64_t time = 1;
    for (std::uint32_t a = 0; a < model.size(); ++a)
      time += static_cast<std::uint64_t>(model.duration(a));
    for (std::size_t r = 0; r < model.resources(); ++r) {
      const auto bits = static_cast<int>(
          std::bit_width(time) + std::bit_width(static_cast<std::uint64_t>(model.capacity(r))));
      shifts_.push_back(std::max(bits - 61, 0));
      const std::int64_t rounded =
          (model.capacity(r) >> shifts_.back()) + (shifts_.back() > 0 ? 1 : 0);
      capacities_.push_back(std::max<std::int64_t>(rounded, 1));
    }
  }
  [[nodiscard]] std::int64_t work(std::uint32_t a, std::size_t r) const {
    return model_.duration(a) * (model_.demand(a)[r] >> shifts_[r]);
  }
  [[nodiscard]] std::int64_t time_of(std::int64_t work, std::size_t r) const {
    return (work + capacities_[r] - 1) / capacities_[r];
  }
  /// The same as time_of(work) > time, without a division.
  [[nodiscard]] bool takes_longer(std::int64_t work, std::int64_t time, std::size_t r) const {
    return work > time * capacities_[r];
  }

 private:
  const PlanningModel& model_;
  std::vector<int> shifts_;
  std::vector<std::int64_t> capacities_;  // shifted; at least 1
};

/// Earliest starts: after each ancestor, and after the work of all whose own start is not before
/// some instant.
class StrongHeads {
 public:
  explicit StrongHeads(const PlanningModel& model)
      : model_(model), works_(model), ancestors_(model.size()), heads_(model.size()) {}

  std::vector<std::int64_t> find() {
    for (const std::uint32_t a : model_.topological_order()) {
      for (const std::uint32_t b : model_.predecessors(a)) {
        ancestors_.add_all(a, b);
        ancestors_.add(a, b);
        heads_[a] = std::max(heads_[a], heads_[b] + model_.duration(b));
      }
      if (model_.predecessors(a).size() > 1) heads_[a] = std::max(heads_[a], after_work(a));
      settle(a);
    }
    return heads_;
  }

 private:
  /// Those that are known are kept by head, latest first.
  void settle(std::uint32_t a) {
    const auto at = std::lower_bound(
        known_.begin(), known_.end(), a,
        [this](std::uint32_t b, std::uint32_t c) { return heads_[b] > heads_[c]; });
    known_.insert(at, a);
  }

  [[nodiscard]] std::int64_t after_work(std::uint32_t a) const {
    std::vector<std::int64_t> work(model_.resources());
    std::int64_t head = 0;
    for (const std::uint32_t b : known_) {
      if (!ancestors_.has(a, b)) continue;
      for (std::size_t r = 0; r < work.size(); ++r) {
        work[r] += works_.work(b, r);
        if (works_.takes_longer(work[r], head - heads_[b], r))
          head = heads_[b] + works_.time_of(work[r], r);
      }
    }
    return head;
  }

  const PlanningModel& model_;
  Works works_;
  BitRows ancestors_;
  std::vector<std::int64_t> heads_;
  std::vector<std::uint32_t> known_;
};

/// For each instant a head: that head, the work of what cannot start before it, its least tail.
std::int64_t head_work_tail(const PlanningModel& model, const std::vector<std::int64_t>& heads,
                            const std::vector<std::int64_t>& tails, std::size_t resource) {
  const Works works(model);
  std::vector<std::uint32_t> order(model.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return heads[a] > heads[b]; });
  std::int64_t bound = 0;
  std::int64_t work = 0;
  std::int64_t tail = std::int64_t{1} << 62U;
  for (const std::uint32_t a : order) {
    if (works.work(a, resource) == 0) continue;
    work += works.work(a, resource);
    tail = std::min(tail, tails[a]);
    bound = std::max(bound, heads[a] + works.time_of(work, resource) + tail);
  }
  return bound;
}

}  // namespace

std::int64_t ancestry_bound(const PlanningModel& model) {
  const bool strong = model.size() <= most_activities;
  const auto some = [strong](const PlanningModel& way) {
    return strong ? StrongHeads(way).find()
                  : std::vector<std::int64_t>(way.heads().begin(), way.heads().end());
  };
  const std::vector<std::int64_t> heads = some(model);
  const std::vector<std::int64_t> tails = some(model.reversed());
  std::int64_t bound = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a)
    bound = std::max(bound, heads[a] + model.duration(a) + tails[a]);
  for (std::size_t r = 0; r < model.resources(); ++r)
    bound = std::max(bound, head_work_tail(model, heads, tails, r));
  return std::max(bound, pigeonhole_bound(model, heads, tails));
}

}  // namespace headway::inline v0
