// Placement: which node and which devices, on many nodes with shares of devices.
#include <headway/schedule/least_loss.hpp>
#include <headway/schedule/pool.hpp>

#include "support/catch.hpp"
#include "support/dice.hpp"
#include "support/numbered_jobs.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

using namespace headway;

namespace {

Resources with_gpu(Resources others, std::int64_t thousandths) {
  others.set("gpu", {thousandths});
  return others;
}

Resources with_memory(Resources others, std::int64_t bytes) {
  others.set("gpu_mem", {bytes});
  return others;
}

/// Some nodes with devices, some without, most of a few kinds.
std::vector<Node> some_nodes(Dice& dice) {
  std::vector<Node> nodes;
  for (std::uint32_t i = 0; i < 7; ++i) {
    Node node{.name = "n" + std::to_string(i), .resources = cpu(4 + 4 * dice.below(3))};
    if (!dice.once_in(3)) node.resources.set("gpu", {1000 * (1 + dice.below(4))});
    if (dice.once_in(2)) node.resources.set("gpu_mem", {16 * (1 + dice.below(3))});
    if (dice.once_in(4)) node.gpu_memory = {16, 8, 32};
    if (!dice.once_in(6)) nodes.push_back(node);
  }
  return nodes;
}

const std::vector<Resources>& some_demands() {
  static const std::vector<Resources> demands = {
      cpu(1),
      cpu(3),
      {},
      with_gpu(cpu(1), 300),
      with_gpu(cpu(2), 470),
      with_gpu(cpu(1), 1000),
      with_gpu(cpu(4), 2000),
      with_memory(with_gpu(cpu(1), 250), 6),
      with_memory(with_gpu(cpu(1), 1000), 16),
      with_memory({}, 5),
  };
  return demands;
}

/// A pool, what was placed in it, and the sum of that, counted apart from the pool.
struct Counted {
  Counted() {
    for (const Resources& demand : some_demands()) numbers.push_back(pool.intern(demand));
    for (std::size_t i = 0; i < numbers.size(); ++i) pool.expect(numbers[i], 10 + i);
  }

  void set_nodes(const std::vector<Node>& now) {
    nodes = now;
    pool.set_nodes(now);
  }

  void acquire(std::size_t demand) {
    auto grant = pool.acquire(numbers[demand]);
    told += grant ? told_of(pool.placement_of(*grant)) : "nothing;";
    if (grant) held.push_back(std::move(*grant));
  }

  void release(std::size_t which) {
    pool.release(std::move(held[which]));
    held.erase(held.begin() + static_cast<std::ptrdiff_t>(which));
  }

  static std::string told_of(const Placement& placement) {
    std::string text = placement.node;
    for (const DeviceShare& share : placement.gpus) {
      text += ' ' + std::to_string(share.device) + ':' + std::to_string(share.thousandths);
    }
    return text + ';';
  }

  /// Whether what is held keeps within what this node has, slot by slot and device by device.
  [[nodiscard]] bool keeps_within(const Node& node) const {
    std::map<std::string, std::int64_t> slots;
    std::map<std::uint16_t, std::int64_t> shares;
    std::map<std::uint16_t, std::int64_t> memory;
    for (const Grant& grant : held) {
      const Placement placement = pool.placement_of(grant);
      if (placement.node != node.name) continue;
      for (const auto& [slot, amount] : placement.granted) slots[slot] += amount.raw;
      for (const DeviceShare& share : placement.gpus) {
        shares[share.device] += share.thousandths;
        memory[share.device] += placement.granted.of("gpu_mem").raw;
      }
    }
    const auto within = [&](const auto& used) {
      return std::all_of(used.begin(), used.end(),
                         [&](const auto& u) { return u.second <= device_memory(node, u.first); });
    };
    const bool shared_well = std::all_of(shares.begin(), shares.end(),
                                         [](const auto& share) { return share.second <= 1000; });
    slots.erase("gpu_mem");
    return std::all_of(slots.begin(), slots.end(),
                       [&](const auto& s) { return s.second <= node.resources.of(s.first).raw; }) &&
           shared_well && within(memory) &&
           (shares.empty() ||
            1000 * (std::int64_t{shares.rbegin()->first} + 1) <= node.resources.of("gpu").raw);
  }

  /// A pool without any score, in which the same is held.
  [[nodiscard]] Counted anew() const {
    Counted fresh;
    fresh.set_nodes(nodes);
    for (const Grant& grant : held) {
      fresh.held.push_back(fresh.pool.retake(pool.placement_of(grant)));
    }
    return fresh;
  }

  Pool pool{std::make_unique<LeastLoss>()};
  std::vector<DemandId> numbers;
  std::vector<Node> nodes;
  std::vector<Grant> held;
  std::string told;
};

void move_on(Counted& world, Dice& dice) {
  if (!world.held.empty() && dice.once_in(3)) {
    world.release(dice.below(static_cast<std::uint32_t>(world.held.size())));
  } else {
    world.acquire(dice.below(static_cast<std::uint32_t>(world.numbers.size())));
  }
}

}  // namespace

TEST_CASE("without devices a demand goes where least is left over") {
  Pool pool{std::make_unique<LeastLoss>()};
  pool.set_nodes({{.name = "a", .resources = cpu(8)}, {.name = "b", .resources = cpu(2)}});
  const DemandId two = pool.intern(cpu(2));
  CHECK(pool.placement_of(*pool.acquire(two)).node == "b");
  CHECK(pool.placement_of(*pool.acquire(two)).node == "a");
}

TEST_CASE("among nodes that are alike a demand goes to the first by name") {
  Pool pool{std::make_unique<LeastLoss>()};
  pool.set_nodes({{.name = "b", .resources = cpu(2)}, {.name = "a", .resources = cpu(2)}});
  CHECK(pool.placement_of(*pool.acquire(pool.intern(cpu(2)))).node == "a");
}

TEST_CASE("who needs no device leaves those alone that do") {
  Pool pool{std::make_unique<LeastLoss>()};
  pool.set_nodes(
      {{.name = "a", .resources = with_gpu(cpu(2), 1000)}, {.name = "b", .resources = cpu(8)}});
  pool.expect(pool.intern(with_gpu(cpu(2), 1000)), 1);
  CHECK(pool.placement_of(*pool.acquire(pool.intern(cpu(1)))).node == "b");
}

TEST_CASE("a share goes where the expected demands lose least") {
  Pool pool{std::make_unique<LeastLoss>()};
  pool.set_nodes({{.name = "a", .resources = with_gpu(cpu(4), 2000)}});
  const DemandId half = pool.intern(gpu(500));
  pool.expect(half, 1);
  pool.expect(pool.intern(gpu(700)), 100);
  const Grant small = *pool.acquire(pool.intern(gpu(300)));  // 700 of device 0 are left
  CHECK(pool.acquire(half)->gpus()[0].device != small.gpus()[0].device);
}

TEST_CASE("memory of a device is counted on each device") {
  Pool pool{std::make_unique<LeastLoss>()};
  pool.set_nodes({{.name = "a", .resources = with_memory(gpu(2000), 16)}});
  const DemandId most = pool.intern(with_memory(gpu(250), 10));
  const auto first = pool.acquire(most);
  const auto second = pool.acquire(most);
  CHECK(first->gpus()[0].device != second->gpus()[0].device);
  CHECK_FALSE(pool.acquire(most));
  CHECK(pool.acquire(pool.intern(with_memory(gpu(750), 6))));
}

TEST_CASE("devices of one node may differ in memory") {
  Pool pool;
  pool.set_nodes({{.name = "a", .resources = with_memory(gpu(2000), 8), .gpu_memory = {8, 24}}});
  const DemandId large = pool.intern(with_memory(gpu(1000), 20));
  CHECK(pool.acquire(large)->gpus()[0].device == 1);
}

TEST_CASE("a node that is gone gives nothing even to those who ask for nothing") {
  Pool pool{std::make_unique<LeastLoss>()};
  pool.set_nodes({{.name = "a", .resources = cpu(1)}});
  pool.set_nodes({});
  CHECK_FALSE(pool.acquire(pool.intern({})));
}

TEST_CASE("whatever comes and goes no node and no device gives more than it has") {
  CHECK(rc::check([](std::uint64_t seed) {
    Dice dice(seed);
    Counted world;
    world.set_nodes(some_nodes(dice));
    for (int i = 0; i < 60; ++i) move_on(world, dice);
    for (const Node& node : world.nodes) RC_ASSERT(world.keeps_within(node));
  }));
}

TEST_CASE("scores that are kept choose as scores computed anew") {
  CHECK(rc::check([](std::uint64_t seed) {
    Dice dice(seed);
    Counted world;
    for (int i = 0; i < 60; ++i) {
      if (i % 20 == 0) world.set_nodes(some_nodes(dice));
      move_on(world, dice);
      Counted fresh = world.anew();
      world.told.clear();
      const std::size_t demand = dice.below(static_cast<std::uint32_t>(world.numbers.size()));
      world.acquire(demand);
      fresh.acquire(demand);
      RC_ASSERT(world.told == fresh.told);
    }
  }));
}

TEST_CASE("what fits somewhere is given and nothing else") {
  CHECK(rc::check([](std::uint64_t seed) {
    Dice dice(seed);
    Counted world;
    world.set_nodes(some_nodes(dice));
    for (int i = 0; i < 60; ++i) {
      move_on(world, dice);
      const DemandId demand = world.numbers[dice.below(10)];
      bool fits = false;
      for (std::uint32_t m = 0; m < world.nodes.size(); ++m) {
        fits = fits || fit_on(world.pool[m], world.pool[demand]).fits;
      }
      auto grant = world.pool.acquire(demand);
      RC_ASSERT(grant.has_value() == fits);
      if (grant) world.pool.release(std::move(*grant));
    }
  }));
}

TEST_CASE("the same events give the same placements") {
  CHECK(rc::check([](std::uint64_t seed) {
    std::string told[2];
    for (std::string& one : told) {
      Dice dice(seed);
      Counted world;
      world.set_nodes(some_nodes(dice));
      for (int i = 0; i < 40; ++i) move_on(world, dice);
      one = world.told;
    }
    RC_ASSERT(told[0] == told[1]);
  }));
}

TEST_CASE("what is given back leaves exactly what there was") {
  CHECK(rc::check([](std::uint64_t seed) {
    Dice dice(seed);
    Counted world;
    world.set_nodes(some_nodes(dice));
    for (int i = 0; i < 40; ++i) {
      if (i % 10 == 9) world.set_nodes(some_nodes(dice));
      move_on(world, dice);
    }
    while (!world.held.empty()) world.release(0);
    Counted fresh = world.anew();
    world.told.clear();
    for (std::size_t i = 0; i < 5 * world.numbers.size(); ++i) {
      world.acquire(i % world.numbers.size());
      fresh.acquire(i % world.numbers.size());
    }
    RC_ASSERT(world.told == fresh.told);
  }));
}
