// What a store's config.yaml says.
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/store_config.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace headway;
using headway::testing::TemporaryFolder;

namespace {

StoreConfig written(const TemporaryFolder& store, const std::string& text) {
  std::ofstream(store.path() + "/config.yaml") << text;
  return store_config(store.path());
}

std::string refused(const std::string& text) {
  const TemporaryFolder store;
  try {
    written(store, text);
  } catch (const InvalidPipeline& invalid) {
    std::string all;
    for (const Diagnostic& found : invalid.diagnostics()) {
      all += found.code + ' ' + std::to_string(found.span.line) + ':' +
             std::to_string(found.span.column) + ' ';
    }
    return all;
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a store without a configuration has the defaults and so has one that says nothing") {
  const TemporaryFolder store;
  CHECK(store_config(store.path()).policy.order == Order::critical_path);
  CHECK(store_config(store.path() + "/none").slots.empty());
  CHECK(written(store, "# nothing yet\n").durability == Durability::full);
}

TEST_CASE("a configuration says what the machine has and what is meant where nothing is said") {
  const TemporaryFolder store;
  const StoreConfig config = written(store,
                                     "slots: {cpu: 6, mem: 24Gi, licence: 2}\npolicy: fifo\n"
                                     "durability: relaxed\nclean_env: true\ndata: ../big\n");
  CHECK(config.slots == Resources{{"cpu", 6}, {"licence", 2}, {"mem", 24_GiB}});
  CHECK(config.slots_with({{"cpu", 2}}).of("cpu") == Quantity{2000});
  CHECK(config.slots_with({{"cpu", 2}}).of("licence") == Quantity{2000});
  CHECK(config.policy.order == Order::fifo);
  CHECK(config.durability == Durability::relaxed);
  CHECK(config.clean_env);
  CHECK(config.data == std::filesystem::path(store.path()).parent_path() / "big");
}

TEST_CASE("a configuration says how owners share and what each may have") {
  const TemporaryFolder store;
  const StoreConfig config =
      written(store,
              "sharing: drf\nquotas:\n  ada: {max_slots: {gpu: 0.5, mem: 8Gi}}\n"
              "  '*': {max_jobs: 2}\nslots:\npolicy:\n");
  CHECK(config.policy.sharing == Sharing::drf);
  CHECK(config.policy.order == Order::critical_path);
  CHECK(quota_of(config.policy.quotas, "ada") ==
        Quota{.max_slots = {{"gpu", Quantity{500}}, {"mem", 8_GiB}}});
  CHECK(quota_of(config.policy.quotas, "bob") == Quota{.max_jobs = 2});
}

TEST_CASE("everything that is wrong in quotas is told at its place") {
  CHECK(refused("sharing: equal\nquotas: [ada]\n") == "unknown-word 1:10 wrong-type 2:9 ");
  CHECK(refused("quotas:\n  ada: {max_slot: {cpu: 1}}\n  bob: 3\n") ==
        "unknown-key 2:9 wrong-type 3:8 ");
  CHECK(refused("quotas:\n  ada: {max_slots: {cpu: few, a b: 1, gpu_mem: 1Gi}, max_jobs: 0}\n") ==
        "bad-quantity 2:26 illegal-name 2:31 wrong-type 2:48 out-of-range 2:64 ");
  CHECK(refused("slots: {'no name': 1}\n") == "illegal-name 1:9 ");
}

TEST_CASE("everything that is wrong in a configuration is told at its place") {
  CHECK(refused("[1]\n") == "wrong-type 1:1 ");
  CHECK(
      refused("polcy: fifo\nslots: {cpu: many}\npolicy: best\ndurability: some\nclean_env: 1\n") ==
      "unknown-key 1:1 bad-quantity 2:14 unknown-word 3:9 unknown-word 4:13 wrong-type 5:12 ");
}
