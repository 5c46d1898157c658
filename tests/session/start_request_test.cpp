// What a session is given to see of what it was granted.
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include "start_request.hpp"

#include <fstream>

using namespace headway;

namespace {

const Node machine{.name = "local", .gpus = {"GPU-a", "GPU-b", "GPU-c"}};

SessionSpec granted(Quantity cpu, std::vector<DeviceShare> gpus) {
  Placement placement{.node = "local", .gpus = std::move(gpus)};
  placement.granted.set("cpu", cpu);
  return {.body = ProcessSpec{.argv = {"true"}},
          .placement = std::make_shared<const Placement>(std::move(placement))};
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

TEST_CASE("where the multi-process service runs a share is told in whole percent") {
  const headway::testing::TemporaryFolder pipes;
  std::ofstream(pipes.path() + "/control") << "";
  const Variables inherited{"CUDA_MPS_PIPE_DIRECTORY=" + pipes.path()};
  const auto [share, percentage] =
      GENERATE(table<std::uint16_t, std::string>({{500, "50"}, {333, "33"}, {1, "1"}}));
  const auto request = make_start_request(granted({0}, {{1, share}}), machine, inherited);
  CHECK(request.env.back() == "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE=" + percentage);
}

TEST_CASE("whole devices and devices without the service have no percentage") {
  const headway::testing::TemporaryFolder pipes;
  const Variables inherited{"CUDA_MPS_PIPE_DIRECTORY=" + pipes.path()};
  CHECK(make_start_request(granted({0}, {{1, 500}}), machine, inherited).env.size() == 2);
  std::ofstream(pipes.path() + "/control") << "";
  CHECK(make_start_request(granted({0}, {{0, 1000}}), machine, inherited).env.size() == 2);
  CHECK(make_start_request(granted({0}, {{0, 1000}, {1, 1000}}), machine, inherited).env.size() ==
        2);
  CHECK(make_start_request(granted({0}, {}), machine, inherited).env.size() == 2);
}

TEST_CASE("the service is the one that the session itself would find") {
  const headway::testing::TemporaryFolder pipes;
  const headway::testing::TemporaryFolder elsewhere;
  std::ofstream(pipes.path() + "/control") << "";
  auto spec = granted({0}, {{1, 500}});
  auto& process = std::get<ProcessSpec>(spec.body);
  process.env = {{"CUDA_MPS_PIPE_DIRECTORY", pipes.path()}};
  CHECK(make_start_request(spec, machine, {}).env.size() == 4);
  process.env = {{"CUDA_MPS_PIPE_DIRECTORY", elsewhere.path()}};
  CHECK(make_start_request(spec, machine, {"CUDA_MPS_PIPE_DIRECTORY=" + pipes.path()}).env.size() ==
        3);
  process.env = {{"CUDA_MPS_PIPE_DIRECTORY", pipes.path()},
                 {"CUDA_MPS_ACTIVE_THREAD_PERCENTAGE", "90"}};
  CHECK(make_start_request(spec, machine, {}).env.size() == 4);
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
