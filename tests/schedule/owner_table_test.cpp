// What owners hold together, and may.
#include <headway/schedule/owner_table.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"

using namespace headway;

namespace {

/// Two nodes of four cores and two devices in all.
struct Owners {
  Pool pool{};
  OwnerTable table;

  explicit Owners(Sharing sharing, Quotas quotas = {}) : table(sharing, std::move(quotas)) {
    Resources node = cpu(4);
    node.set("gpu", {1000});
    pool.set_nodes({{.name = "a", .resources = node}, {.name = "b", .resources = node}});
    table.measure_by(pool.machines());
  }

  std::uint32_t number(const char* name) { return table.number_of(name, pool); }
  const KnownDemand& demand(const Resources& wanted) { return pool[pool.intern(wanted)]; }
};

}  // namespace

TEST_CASE("the dominant share of an owner is its largest part of any one slot") {
  Owners owners(Sharing::drf);
  const auto ada = owners.number("ada");
  owners.table.hold(ada, owners.demand(cpu(2)));
  CHECK(owners.table.dominant_share(ada) == 0.25);
  owners.table.hold(ada, owners.demand(gpu(1000)));
  CHECK(owners.table.dominant_share(ada) == 0.5);
  owners.table.let_go(ada, owners.demand(gpu(1000)));
  CHECK(owners.table.dominant_share(ada) == 0.25);
  CHECK(owners.table.dominant_share(owners.number("bob")) == 0);
}

TEST_CASE("shares are measured anew when nodes go") {
  Owners owners(Sharing::drf);
  const auto ada = owners.number("ada");
  owners.table.hold(ada, owners.demand(cpu(2)));
  owners.pool.set_nodes({{.name = "a", .resources = cpu(4)}});
  owners.table.measure_by(owners.pool.machines());
  CHECK(owners.table.dominant_share(ada) == 0.5);
}

TEST_CASE("a quota admits up to its slots and says nothing of others") {
  Owners owners(Sharing::fifo, {{"ada", {.max_slots = {{"cpu", Quantity{3000}}}}}});
  const auto ada = owners.number("ada");
  CHECK(owners.table.admits(ada, owners.demand(cpu(3))));
  owners.table.hold(ada, owners.demand(cpu(2)));
  CHECK(owners.table.admits(ada, owners.demand(cpu(1))));
  CHECK_FALSE(owners.table.admits(ada, owners.demand(cpu(2))));
  CHECK(owners.table.admits(ada, owners.demand(gpu(2000))));
}

TEST_CASE("a quota for devices counts shares of them") {
  Owners owners(Sharing::fifo, {{"ada", {.max_slots = {{"gpu", Quantity{500}}}}}});
  const auto ada = owners.number("ada");
  owners.table.hold(ada, owners.demand(gpu(250)));
  CHECK(owners.table.admits(ada, owners.demand(gpu(250))));
  CHECK_FALSE(owners.table.admits(ada, owners.demand(gpu(300))));
}

TEST_CASE(
    "who holds more than its quota since that was lowered may hold what asks for none of it") {
  Owners owners(Sharing::fifo, {{"ada", {.max_slots = {{"gpu", Quantity{0}}}}}});
  const auto ada = owners.number("ada");
  owners.table.hold(ada, owners.demand(gpu(1000)));
  CHECK(owners.table.admits(ada, owners.demand(cpu(1))));
  CHECK_FALSE(owners.table.admits(ada, owners.demand(gpu(100))));
}

TEST_CASE("an owner who is not named has the quota of the others for itself") {
  Owners owners(Sharing::fifo, {{"*", {.max_slots = {{"cpu", Quantity{1000}}}, .max_jobs = 2}},
                                {"ada", {.max_jobs = 5}}});
  const auto bob = owners.number("bob");
  const auto eve = owners.number("eve");
  owners.table.hold(bob, owners.demand(cpu(1)));
  CHECK_FALSE(owners.table.admits(bob, owners.demand(cpu(1))));
  CHECK(owners.table.admits(eve, owners.demand(cpu(1))));
  CHECK(owners.table.admits(owners.number("ada"), owners.demand(cpu(8))));
  CHECK(owners.table.max_jobs(bob) == 2);
  CHECK(owners.table.max_jobs(owners.number("ada")) == 5);
}

TEST_CASE("where nothing depends on owners nothing is counted") {
  Owners owners(Sharing::fifo);
  const auto ada = owners.number("ada");
  owners.table.hold(ada, owners.demand(cpu(8)));
  CHECK_FALSE(owners.table.counts());
  CHECK(owners.table.dominant_share(ada) == 0);
}
