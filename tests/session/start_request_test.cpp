// What a session is given to see of what it was granted.
#include "support/catch.hpp"

#include "start_request.hpp"

using namespace headway;

namespace {

const Node machine{.name = "local", .gpus = {"GPU-a", "GPU-b", "GPU-c"}};

SessionSpec granted(Quantity cpu, std::vector<DeviceShare> gpus) {
  SessionSpec spec{.body = ProcessSpec{.argv = {"true"}}};
  spec.placement.granted.set("cpu", cpu);
  spec.placement.gpus = std::move(gpus);
  return spec;
}

using Variables = std::vector<std::string>;

}  // namespace

TEST_CASE("granted devices are visible by the names the driver knows") {
  const auto request = make_start_request(granted({0}, {{0, 500}, {2, 1000}}), machine, {});
  CHECK(request.env == Variables{"CUDA_VISIBLE_DEVICES=GPU-a,GPU-c", "OMP_NUM_THREADS=1"});
}

TEST_CASE("threads are the whole processors granted and at least one") {
  const auto [granted_cpu, threads] =
      GENERATE(table<std::int64_t, std::string>({{3000, "3"}, {1500, "1"}, {500, "1"}, {0, "1"}}));
  const auto request = make_start_request(granted({granted_cpu}, {}), machine, {});
  CHECK(request.env == Variables{"CUDA_VISIBLE_DEVICES=", "OMP_NUM_THREADS=" + threads});
}

TEST_CASE("what a task sets itself is its own") {
  auto spec = granted({1000}, {});
  std::get<ProcessSpec>(spec.body).env = {{"OMP_NUM_THREADS", "7"}, {"CUDA_VISIBLE_DEVICES", "9"}};
  CHECK(make_start_request(spec, machine, {}).env ==
        Variables{"OMP_NUM_THREADS=7", "CUDA_VISIBLE_DEVICES=9"});
}

TEST_CASE("a thread count that is set already is kept") {
  const Variables inherited{"OMP_NUM_THREADS=7"};
  auto spec = granted({1500}, {});
  CHECK(make_start_request(spec, machine, inherited).env == Variables{"CUDA_VISIBLE_DEVICES="});
  std::get<ProcessSpec>(spec.body).clean_env = true;
  CHECK(make_start_request(spec, machine, inherited).env.size() == 2);
}

TEST_CASE("what execve cannot carry is a defect") {
  CHECK(defect_of({.argv = {"true"}}).empty());
  CHECK(defect_of({}) == "the command is empty");
  CHECK(defect_of({.argv = {"a", std::string(1, '\0')}}) == "word 1 holds a NUL byte");
  CHECK(defect_of({.argv = {"a"}, .env = {{"A=B", "1"}}}) ==
        "the variable name \"A=B\" is empty or holds = or a NUL byte");
  CHECK(defect_of({.argv = {"a"}, .env = {{"A", std::string(1, '\0')}}}) ==
        "the variable A holds a NUL byte");
}
