// MemoryStore passes the exam of stores.
#include "support/catch.hpp"

#include <headway/store/memory.hpp>
#include <headway/testing/store_exam.hpp>

#include <memory>

namespace hw = headway;

TEST_CASE("a store in memory passes the exam") {
  const auto fresh = [] {
    return hw::testing::OpenStore([] { return std::make_unique<hw::MemoryStore>(); });
  };
  for (const auto& exam : hw::testing::store_exam(fresh, hw::testing::Keeps::nothing)) {
    INFO(exam.name);
    CHECK_NOTHROW(exam.check());
  }
}

TEST_CASE("a store in memory is durable at once and says so") {
  hw::MemoryStore store;
  hw::Sequence woken_at{};
  store.on_durable([&] { woken_at = store.durable(); });
  const std::vector events{hw::Event{{1}, {2}, hw::JobResumed{}}};
  CHECK(store.append(events) == hw::Sequence{1});
  CHECK(woken_at == hw::Sequence{1});
  CHECK(store.root().empty());
}
