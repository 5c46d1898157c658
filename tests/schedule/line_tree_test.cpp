// Line trees: the class that is found is the one that a look at all of them finds.
#include <headway/schedule/line_tree.hpp>
#include <headway/schedule/node_choice.hpp>

#include "support/catch.hpp"
#include "support/dice.hpp"

#include <rapidcheck.h>

using namespace headway;

namespace {

/// Of one slot, and sometimes of devices.
KnownDemand demand_of(Dice& dice) {
  KnownDemand demand;
  demand.amounts.emplace_back(static_cast<Slot>(dice.below(3)), 1 + dice.below(9));
  if (dice.once_in(3)) demand.gpu = 250 * (1 + dice.below(8));
  return demand;
}

Machine machine_of(Dice& dice) {
  Machine machine{.node = {}, .there = true};
  for (int slot = 0; slot < 3; ++slot) machine.left.push_back(dice.below(10));
  for (std::uint32_t i = dice.below(3); i > 0; --i) {
    machine.devices.push_back({.thousandths = 250 * dice.below(5)});
  }
  return machine;
}

/// The tree, and the same without a tree.
struct World {
  LineTree tree;
  std::vector<KnownDemand> demands;

  void move_on(Dice& dice, std::uint64_t moment) {
    if (demands.empty() || dice.once_in(4)) {
      demands.push_back(demand_of(dice));
      tree.add(demands.back());
    }
    const std::uint32_t number = dice.below(static_cast<std::uint32_t>(demands.size()));
    const bool empties = dice.once_in(4);
    tree.set_key(number,
                 empties ? LineTree::no_key : (std::uint64_t{dice.below(100)} << 32U) + moment);
    tree.set_state(number, static_cast<LineTree::State>(dice.below(3)));
  }
  template <class May>
  [[nodiscard]] std::uint32_t best(May&& may) const {
    std::uint32_t found = LineTree::no_class;
    for (std::uint32_t i = 0; i < demands.size(); ++i) {
      if (tree.key(i) == LineTree::no_key || !may(i)) continue;
      if (found == LineTree::no_class || tree.key(i) < tree.key(found)) found = i;
    }
    return found;
  }
};

}  // namespace

TEST_CASE("a tree of lines finds what a look at all of them finds") {
  CHECK(rc::check([](std::uint64_t seed) {
    Dice dice(seed);
    World world;
    for (std::uint64_t moment = 1; moment < 80; ++moment) {
      world.move_on(dice, moment);
      const Machine machine = machine_of(dice);
      const auto fits = [&](std::uint32_t i) { return fit_on(machine, world.demands[i]).fits; };
      const auto blocked = [&](std::uint32_t i) {
        return world.tree.state(i) == LineTree::blocked;
      };
      RC_ASSERT(world.tree.first() == world.best([](std::uint32_t) { return true; }));
      RC_ASSERT(world.tree.first(LineTree::blocked) == world.best(blocked));
      RC_ASSERT(world.tree.first_fitting(machine, fits) ==
                world.best([&](std::uint32_t i) { return blocked(i) && fits(i); }));
    }
  }));
}

TEST_CASE("a line that was empty may fit anywhere") {
  LineTree tree;
  tree.add({});
  tree.set_key(0, 7);
  tree.set_state(0, LineTree::blocked);
  tree.set_key(0, 5);
  CHECK(tree.state(0) == LineTree::blocked);
  tree.set_key(0, LineTree::no_key);
  tree.set_key(0, 6);
  CHECK(tree.state(0) == LineTree::fresh);
}
