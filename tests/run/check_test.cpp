// One pass: a file is told everything that is wrong with it, and each mistake once.
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/run/check.hpp>

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

using namespace headway;
using Json = nlohmann::ordered_json;

namespace {

std::multiset<std::string> codes(const Diagnostics& found) {
  std::multiset<std::string> result;
  for (const auto& finding : found) result.insert(finding.code);
  return result;
}
std::multiset<std::string> codes(const std::string& text) {
  return codes(check(text, "a.yaml").diagnostics);
}
using Codes = std::multiset<std::string>;

void collect(Json& value, std::vector<Json*>& all) {
  all.push_back(&value);
  for (auto& part : value) {
    if (value.is_structured()) collect(part, all);
  }
}

/// The same entries, the first one under another name.
Json with_a_slip(const Json& map) {
  Json result = Json::object();
  for (const auto& [key, value] : map.items()) {
    result[result.empty() ? key + "x" : key] = value;
  }
  return result;
}

/// Every file that differs from `file` in one value.
template <class Visit>
void each_slip(const Json& file, const Visit& visit) {
  const std::vector<Json> odd = {nullptr, 5, "word!", Json::array({Json::array()}), {{"odd", 1}}};
  Json copy = file;
  std::vector<Json*> all;
  collect(copy, all);
  for (std::size_t i = all.size(); i-- > 0;) {  // from the inside out: the places stay
    const Json before = *all[i];
    if (before.is_object()) *all[i] = with_a_slip(before), visit(copy.dump(1));
    for (const Json& other : odd) *all[i] = other, visit(copy.dump(1));
    *all[i] = before;
  }
}

constexpr const char* many_mistakes = R"(headway: v1
labels: [vision]
params:
  epochs: {type: integer}
  rate: {type: float, default: 1}
secrets: {TOKEN: abc}
tasks:
  prepare:
    comand: [python, prep.py]
    timeout: 30
    depends_on: [tune]
  train:
    depends_on: [prepair, train]
    script: python train.py ${{ params.epochs }}
    resources: {mem: 4 GB, gpu: 1.5}
    retry: {limit: -1, causes: [oom]}
    env: {HEADWAY_TASK: x}
  report:
    command: [echo, "${{ tasks.train.outputs.loss }}", "${{ params.epoch }}"]
    when: params.rate
    matrix: {axes: {size: []}}
finally:
  train: {command: [./cleanup.sh]}
)";

}  // namespace

TEST_CASE("mistakes of form and of meaning are told in one pass") {
  const auto found = codes(many_mistakes);
  for (const char* code :
       {"wrong-type", "unknown-type", "bad-secret", "unknown-key", "bad-duration", "unknown-task",
        "self-dependency", "empty-matrix", "interpolation-in-script", "bad-quantity",
        "fractional-devices", "out-of-range", "reserved-name", "unknown-param", "duplicate-name"}) {
    INFO(code);
    CHECK(found.count(code) >= 1);
  }
}

TEST_CASE("who uses what could not be read is not told as well") {
  CHECK(codes("headway: v1\n"
              "params: {rate: {type: flaot}}\n"
              "tasks:\n"
              "  make: {command: [x], ouputs: {rows: int}}\n"
              "  use: {command: [echo, \"${{ tasks.make.outputs.rows + 1 }}\"]}\n"
              "  double: {command: [echo, \"${{ params.rate + 1 }}\"]}\n") ==
        Codes{"unknown-type", "unknown-key"});
}

TEST_CASE("a task whose body could not be read is no join with too many keys") {
  CHECK(codes("headway: v1\n"
              "tasks: {make: {comand: [x], outputs: {rows: int}, checkpoint: true}}\n") ==
        Codes{"unknown-key"});
}

TEST_CASE("what could not be read elsewhere hides no mistake") {
  CHECK(codes("headway: v1\n"
              "tasks:\n"
              "  make: {command: [x], outputs: {rows: int}, reties: 2}\n"
              "  use: {command: [x], when: tasks.mkae.outputs.rows > 1, depends_on: [mak]}\n") ==
        Codes{"unknown-key", "unknown-task", "unknown-task"});
}

TEST_CASE("nothing is told of tasks where their mapping could not be read") {
  CHECK(
      codes("headway: v1\ntasks: [make]\noutputs: {rows: \"${{ tasks.make.outputs.rows }}\"}\n") ==
      Codes{"wrong-type"});
}

TEST_CASE("one slip in a file that uses every key gives the findings of the slip alone") {
  const auto file = testing::read_file(HEADWAY_TESTS_DIR "/golden/every_key.yaml");
  const auto root = Json::parse(to_json(yaml::load_value(file, "every_key.yaml")));
  REQUIRE_FALSE(check(root.dump(), "a.json").diagnostics.has_errors());
  each_slip(root, [](const std::string& text) {
    const auto slip = yaml::read(text, "a.json").diagnostics;
    if (!slip.has_errors()) return;
    auto more = codes(text);
    more.erase("unknown-task");  // where the tasks that others name are no longer there
    INFO(text << render(slip));
    CHECK(more == codes(slip));
  });
}

TEST_CASE("a foreign file as an inner pipeline is told, and does not stand for the outer one") {
  const testing::TemporaryFolder folder;
  testing::write_file(folder / "ft.yaml", R"(name: ft
tasks:
  - name: prepare
    type: custom
    command: "true"
    environment: {image: "cr.backend.ai/stable/python:3.9"}
)");
  testing::write_file(folder / "outer.yaml", R"(headway: v1
tasks:
  before: {command: ["true"]}
  inner: {pipeline: {path: ft.yaml}}
)");
  const Loaded loaded = check_file(folder / "outer.yaml");
  CHECK(codes(loaded.diagnostics) == Codes{"foreign-file"});
  CHECK(loaded.pipeline.tasks.size() == 2);
}
