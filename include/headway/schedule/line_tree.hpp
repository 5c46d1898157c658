// Line trees: which of many classes is served next.
#pragma once

#include <headway/schedule/machine.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// The lines of one phase: a leaf for each class, and above them the best keys and the least that
/// is asked for below, so that what fits a machine is found by looking at few of many. A value.
class LineTree {
 public:
  static constexpr std::uint64_t no_key = UINT64_MAX;  // of an empty line
  static constexpr std::uint32_t no_class = UINT32_MAX;
  enum State : std::uint8_t {
    fresh,    // may fit anywhere
    blocked,  // did not fit, and fits only where something was given back since
    parked,   // waits for a cap of its job
  };

  /// The next class; its line is empty.
  void add(const KnownDemand& demand);
  /// The first of a line has changed. A line that was empty is fresh.
  void set_key(std::uint32_t number, std::uint64_t key);
  void set_state(std::uint32_t number, State state) { set(number, state, key(number)); }
  [[nodiscard]] State state(std::uint32_t number) const { return states_[number]; }
  [[nodiscard]] std::uint64_t key(std::uint32_t number) const {
    return keys_[states_[number]][leaves_ + number];
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(states_.size()); }

  /// The class with the best key, in one state or of all.
  [[nodiscard]] std::uint32_t first(State state) const;
  [[nodiscard]] std::uint32_t first() const;
  /// The blocked class with the best key among those that the machine may give and that are
  /// accepted. `accepts(number)` may change states and keys.
  template <class Accepts>
  [[nodiscard]] std::uint32_t first_fitting(const Machine& machine, Accepts&& accepts);

 private:
  struct Found {
    std::uint64_t key = no_key;
    std::uint32_t number = no_class;
  };
  using Row = std::vector<std::int64_t>;  // devices, then each slot

  void set(std::uint32_t number, State state, std::uint64_t key);
  static void raise(std::vector<std::uint64_t>& keys, std::size_t leaf, std::uint64_t key);
  void sum_up();
  template <class May>
  void search(const std::vector<std::uint64_t>& keys, std::size_t branch, May& may,
              Found& best) const;

  std::size_t leaves_ = 1;  // a power of two; branch i has the children 2i and 2i+1
  std::vector<std::uint64_t> keys_[3] = {{no_key, no_key}, {no_key, no_key}, {no_key, no_key}};
  std::vector<State> states_;
  std::vector<Row> rows_;            // by class: what it asks for
  std::size_t columns_ = 0;          // of `least_`; 0: it is out of date
  std::vector<std::int64_t> least_;  // by branch and column
};

// ---------------------------------------------------------------------------------------------

inline void LineTree::add(const KnownDemand& demand) {
  if (size() == leaves_) {
    for (auto& keys : keys_) {
      const std::vector<std::uint64_t> before(keys.end() - static_cast<std::ptrdiff_t>(leaves_),
                                              keys.end());
      keys.assign(4 * leaves_, no_key);
      for (std::size_t i = 0; i < leaves_; ++i) raise(keys, 2 * leaves_ + i, before[i]);
    }
    leaves_ *= 2;
  }
  Row row{demand.gpu};
  for (const auto& [slot, amount] : demand.amounts) {
    if (row.size() < slot + std::size_t{2}) row.resize(slot + std::size_t{2});
    row[slot + std::size_t{1}] = amount;
  }
  rows_.push_back(row);
  states_.push_back(fresh);
  columns_ = 0;
}

inline void LineTree::raise(std::vector<std::uint64_t>& keys, std::size_t leaf, std::uint64_t key) {
  keys[leaf] = key;
  for (std::size_t i = leaf / 2; i > 0; i /= 2) {
    const std::uint64_t best = keys[2 * i] < keys[2 * i + 1] ? keys[2 * i] : keys[2 * i + 1];
    if (keys[i] == best) return;
    keys[i] = best;
  }
}

inline void LineTree::set(std::uint32_t number, State state, std::uint64_t key_now) {
  if (states_[number] != state) raise(keys_[states_[number]], leaves_ + number, no_key);
  states_[number] = state;
  raise(keys_[state], leaves_ + number, key_now);
}

inline void LineTree::set_key(std::uint32_t number, std::uint64_t key_now) {
  const std::uint64_t before = key(number);
  if (before != key_now) set(number, before == no_key ? fresh : states_[number], key_now);
}

/// Anew, after classes came.
inline void LineTree::sum_up() {
  columns_ = 1;
  for (const Row& row : rows_) columns_ = row.size() > columns_ ? row.size() : columns_;
  least_.assign(2 * leaves_ * columns_, INT64_MAX);
  for (std::size_t i = 2 * leaves_; i-- > 1;) {
    for (std::size_t c = 0; c < columns_; ++c) {
      std::int64_t& least = least_[i * columns_ + c];
      if (i < leaves_) {
        const std::int64_t* below = &least_[2 * i * columns_ + c];
        least = below[0] < below[columns_] ? below[0] : below[columns_];
      } else if (i - leaves_ < rows_.size()) {
        const Row& row = rows_[i - leaves_];
        least = c < row.size() ? row[c] : 0;
      }
    }
  }
}

/// Below `branch`, a class with a better key; branches and classes that may not are passed over.
template <class May>
void LineTree::search(const std::vector<std::uint64_t>& keys, std::size_t branch, May& may,
                      Found& best) const {
  if (keys[branch] >= best.key || !may(branch)) return;
  if (branch >= leaves_) {
    best = {keys[branch], static_cast<std::uint32_t>(branch - leaves_)};
    return;
  }
  const std::size_t better = 2 * branch + (keys[2 * branch + 1] < keys[2 * branch] ? 1U : 0U);
  search(keys, better, may, best);
  search(keys, better ^ 1U, may, best);
}

inline std::uint32_t LineTree::first(State state) const {
  const auto any = [](std::size_t /*branch*/) { return true; };
  Found best;
  search(keys_[state], 1, any, best);
  return best.number;
}

inline std::uint32_t LineTree::first() const {
  const auto any = [](std::size_t /*branch*/) { return true; };
  Found best;
  for (const auto& keys : keys_) search(keys, 1, any, best);
  return best.number;
}

template <class Accepts>
std::uint32_t LineTree::first_fitting(const Machine& machine, Accepts&& accepts) {
  if (columns_ == 0) sum_up();
  std::int64_t gpu = 0;
  for (const Device& device : machine.devices) {
    if (device.thousandths > 0) gpu += device.thousandths;
  }
  const auto may = [&](std::size_t branch) {
    const std::int64_t* least = &least_[branch * columns_];
    bool fits = least[0] <= gpu;
    for (std::size_t c = 1; c < columns_; ++c) fits = fits && least[c] <= machine.left[c - 1];
    return fits && (branch < leaves_ || accepts(static_cast<std::uint32_t>(branch - leaves_)));
  };
  Found best;
  search(keys_[blocked], 1, may, best);
  return best.number;
}

}  // namespace headway::inline v0
