// The pool: all or nothing, exact, and given back once.
#include <headway/schedule/pool.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"

#include <rapidcheck.h>

#include <type_traits>

using namespace headway;

static_assert(!std::is_copy_constructible_v<Grant> && !std::is_copy_assignable_v<Grant>);
static_assert(!std::is_invocable_v<decltype(&Pool::release), Pool&, Grant&>);

namespace {

Pool pool_of(const Resources& resources) {
  Pool pool;
  pool.set_nodes({{.name = "local", .resources = resources}});
  return pool;
}

}  // namespace

TEST_CASE("a demand takes all of its slots or none") {
  Resources both = cpu(1);
  both.set("mem", 8_GiB);
  Pool pool = pool_of(cpu(4));
  CHECK_FALSE(pool.acquire(pool.intern(both)));
  CHECK(pool.acquire(pool.intern(cpu(4))));
}

TEST_CASE("what was given back can be taken again") {
  Pool pool = pool_of(cpu(1));
  const DemandId one = pool.intern(cpu(1));
  auto grant = pool.acquire(one);
  CHECK_FALSE(pool.acquire(one));
  pool.release(std::move(*grant));
  CHECK(pool.acquire(one));
}

TEST_CASE("an empty demand needs a node and nothing of it") {
  Pool pool;
  CHECK_FALSE(pool.acquire(pool.intern({})));
  pool.set_nodes({{.name = "local", .resources = {}}});
  CHECK(pool.acquire(pool.intern({})));
}

TEST_CASE("equal demands have one number") {
  Pool pool;
  CHECK(pool.intern(cpu(1)) == pool.intern(cpu(1)));
  CHECK(pool.intern(cpu(1)) != pool.intern(cpu(2)));
}

TEST_CASE("two shares never exceed a device") {
  Pool pool = pool_of(gpu(2000));
  const DemandId most = pool.intern(gpu(600));
  const auto first = pool.acquire(most);
  const auto second = pool.acquire(most);
  CHECK(first->gpus()[0] == DeviceShare{0, 600});
  CHECK(second->gpus()[0] == DeviceShare{1, 600});
  CHECK_FALSE(pool.acquire(most));
  CHECK(pool.acquire(pool.intern(gpu(400)))->gpus()[0] == DeviceShare{0, 400});
}

TEST_CASE("a share goes to the device with the least left that suffices") {
  Pool pool = pool_of(gpu(3000));
  const auto half = pool.acquire(pool.intern(gpu(500)));
  const auto most = pool.acquire(pool.intern(gpu(700)));
  CHECK(pool.acquire(pool.intern(gpu(300)))->gpus()[0].device == most->gpus()[0].device);
  CHECK(pool.acquire(pool.intern(gpu(400)))->gpus()[0].device == half->gpus()[0].device);
}

TEST_CASE("whole devices are devices that nobody shares") {
  Pool pool = pool_of(gpu(3000));
  const auto share = pool.acquire(pool.intern(gpu(100)));
  const auto whole = pool.acquire(pool.intern(gpu(2000)));
  REQUIRE(whole->gpus().size() == 2);
  CHECK(whole->gpus()[0] == DeviceShare{1, 1000});
  CHECK(whole->gpus()[1] == DeviceShare{2, 1000});
}

TEST_CASE("a placement names node and resources and devices") {
  Pool pool = pool_of(gpu(1000));
  const auto grant = pool.acquire(pool.intern(gpu(250)));
  CHECK(pool.placement_of(*grant) == Placement{"local", gpu(250), {{0, 250}}});
}

TEST_CASE("what a session holds stays held when its node comes back smaller") {
  Pool pool = pool_of(cpu(4));
  auto grant = pool.acquire(pool.intern(cpu(3)));
  pool.set_nodes({{.name = "local", .resources = cpu(2)}});
  CHECK_FALSE(pool.acquire(pool.intern(cpu(1))));
  pool.release(std::move(*grant));
  CHECK(pool.acquire(pool.intern(cpu(2))));
}

TEST_CASE("a node that is gone gives nothing") {
  Pool pool = pool_of(cpu(4));
  pool.set_nodes({});
  CHECK_FALSE(pool.acquire(pool.intern(cpu(1))));
}

TEST_CASE("a session found before its node was heard of holds its part of it") {
  Pool pool;
  Grant held = pool.retake({"local", cpu(1), {}});
  pool.set_nodes({{.name = "local", .resources = cpu(2)}});
  CHECK_FALSE(pool.acquire(pool.intern(cpu(2))));
  pool.release(std::move(held));
  CHECK(pool.acquire(pool.intern(cpu(2))));
}

TEST_CASE("a found session holds its devices") {
  Pool pool = pool_of(gpu(2000));
  const Grant held = pool.retake({"local", gpu(1000), {{0, 1000}}});
  CHECK(pool.acquire(pool.intern(gpu(1000)))->gpus()[0].device == 1);
}

TEST_CASE("grants and releases in any order leave what there was") {
  CHECK(rc::check([](const std::vector<std::uint8_t>& moves) {
    Resources all = cpu(8);
    all.set("gpu", {2000});
    Pool pool = pool_of(all);
    const DemandId demands[] = {pool.intern(cpu(1)), pool.intern(cpu(3)), pool.intern(gpu(300)),
                                pool.intern(gpu(1000))};
    std::vector<Grant> held;
    for (const std::uint8_t move : moves) {
      if (move % 5 == 4 && !held.empty()) {
        pool.release(std::move(held.back()));
        held.pop_back();
      } else if (auto grant = pool.acquire(demands[move % 4])) {
        held.push_back(std::move(*grant));
      }
    }
    for (Grant& grant : held) pool.release(std::move(grant));
    RC_ASSERT(pool.acquire(pool.intern(all)).has_value());
  }));
}
