// Devices as a made-up driver tells of them.
#include "support/catch.hpp"
#include "support/fake_driver.hpp"

#include "nvml.hpp"

using namespace headway;
using headway::testing::FakeDriver;

namespace {

constexpr std::int64_t mebibyte = 1 << 20;

GpuSurvey asked() { return survey_gpus(FAKE_NVML_LIBRARY); }

std::vector<std::string> uuids(const GpuSurvey& found) {
  std::vector<std::string> all;
  for (const Gpu& gpu : found.devices) all.push_back(gpu.uuid);
  return all;
}

using Names = std::vector<std::string>;
using Withheld = std::vector<WithheldGpu>;

}  // namespace

TEST_CASE("a device has a UUID and a name and memory") {
  const FakeDriver driver("gpu GPU-a 81559\n");
  const GpuSurvey found = asked();
  CHECK(found.driver == "550.54.15");
  CHECK(found.problem.empty());
  CHECK(found.devices == std::vector{Gpu{"GPU-a", "Imagined GPU", 81559 * mebibyte}});
}

TEST_CASE("eight devices come in the order of the driver") {
  std::string lines;
  for (const char* uuid : {"7", "6", "5", "4", "3", "2", "1", "0"}) {
    lines += std::string("gpu GPU-") + uuid + " 100\n";
  }
  const FakeDriver driver(lines);
  const GpuSurvey found = asked();
  CHECK(uuids(found) ==
        Names{"GPU-7", "GPU-6", "GPU-5", "GPU-4", "GPU-3", "GPU-2", "GPU-1", "GPU-0"});
  CHECK(found.devices[7].index == 7);
}

TEST_CASE("without the library there are no devices and nothing is wrong") {
  const GpuSurvey found = survey_gpus("libheadway-has-no-such-library.so.1");
  CHECK(found.devices.empty());
  CHECK(found.driver.empty());
  CHECK(found.problem.empty());
}

TEST_CASE("a library that is none is told") {
  const headway::testing::TemporaryFolder folder;
  const std::string junk = folder.path() + "/libnvidia-ml.so.1";
  std::ofstream(junk) << "junk";
  const GpuSurvey found = survey_gpus(junk.c_str());
  CHECK(found.problem.find(junk) == 0);
  CHECK(found.driver.empty());
}

TEST_CASE("a library that lacks a function is told") {
  const FakeDriver driver("gpu GPU-a 100\n");
  const GpuSurvey found = survey_gpus(FAKE_NVML_WITHOUT_UUID);
  CHECK(found.problem == std::string(FAKE_NVML_WITHOUT_UUID) + " lacks nvmlDeviceGetUUID");
  CHECK(found.devices.empty());
}

TEST_CASE("a driver that is not loaded is told") {
  const FakeDriver driver("init 9\ngpu GPU-a 100\n");
  CHECK(asked().problem == "the driver is not loaded (NVML error 9)");
  CHECK(asked().devices.empty());
}

TEST_CASE("a device that goes between being counted and being asked is withheld") {
  const FakeDriver driver("count 2\ngpu GPU-a 100\n");
  const GpuSurvey found = asked();
  CHECK(uuids(found) == Names{"GPU-a"});
  CHECK(found.withheld ==
        Withheld{{"GPU 1", "the driver does not know it (any more) (NVML error 2)"}});
}

TEST_CASE("a device that cannot be asked is withheld and the others are not") {
  const FakeDriver driver(
      "gpu GPU-a 100 handle=4\ngpu GPU-b 100 uuid=15\ngpu GPU-c 100 memory=999\ngpu GPU-d 100\n");
  const GpuSurvey found = asked();
  CHECK(uuids(found) == Names{"GPU-d"});
  CHECK(found.devices[0].index == 3);
  CHECK(found.withheld ==
        Withheld{{"GPU 0", "no permission (NVML error 4)"},
                 {"GPU 1", "it is lost: it fell off the bus or is out of reach (NVML error 15)"},
                 {"GPU-c", "the driver gives no reason (NVML error 999)"}});
}

TEST_CASE("a device that is lost after it was found is withheld the next time") {
  const FakeDriver driver("gpu GPU-a 100\ngpu GPU-b 100\n");
  CHECK(asked().devices.size() == 2);
  driver.tell("gpu GPU-a 100\ngpu GPU-b 100 handle=15\n");
  CHECK(uuids(asked()) == Names{"GPU-a"});
  CHECK(asked().withheld.size() == 1);
}

TEST_CASE("a device that does not tell its memory is offered without") {
  const FakeDriver driver("gpu GPU-a 0 memory=3\n");
  CHECK(asked().devices == std::vector{Gpu{"GPU-a", "Imagined GPU", 0}});
}

TEST_CASE("a device in MIG mode is its instances") {
  const FakeDriver driver(
      "gpu GPU-a 40960 mig memory=4\nmig MIG-1 20096\nfree\nmig MIG-2 4864\ngpu GPU-b 40960\n");
  const GpuSurvey found = asked();
  CHECK(found.devices == std::vector{Gpu{"MIG-1", "Imagined GPU MIG", 20096 * mebibyte, 0, "GPU-a"},
                                     Gpu{"MIG-2", "Imagined GPU MIG", 4864 * mebibyte, 0, "GPU-a"},
                                     Gpu{"GPU-b", "Imagined GPU", 40960 * mebibyte, 1}});
  CHECK(found.withheld.empty());
}

TEST_CASE("compute instances of one GPU instance are each offered a part of its memory") {
  const FakeDriver driver(
      "gpu GPU-a 81920 mig\nmig MIG-1 40000 gi=1\nmig MIG-2 40000 gi=1\nmig MIG-3 9856 gi=5\n"
      "mig MIG-4 9856 gi=7 uuid=4\n");
  const GpuSurvey found = asked();
  CHECK(uuids(found) == Names{"MIG-1", "MIG-2", "MIG-3"});
  CHECK(found.devices[0].memory == 20000 * mebibyte);
  CHECK(found.devices[1].memory == 20000 * mebibyte);
  CHECK(found.devices[2].memory == 9856 * mebibyte);
}

TEST_CASE("a device that could be in MIG mode and is not is a whole one") {
  const FakeDriver driver("gpu GPU-a 40960\nfree\n");
  CHECK(uuids(asked()) == Names{"GPU-a"});
}

TEST_CASE("a device in MIG mode without instances is withheld") {
  const FakeDriver driver("gpu GPU-a 40960 mig\nfree\nfree\n");
  CHECK(asked().devices.empty());
  CHECK(asked().withheld == Withheld{{"GPU-a", "it is in MIG mode and has no instances"}});
}

TEST_CASE("an instance that cannot be asked is withheld") {
  const FakeDriver driver(
      "gpu GPU-a 40960 mig\nmig MIG-1 100 handle=4\nmig MIG-2 100 memory=15\nmig MIG-3 100\n");
  const GpuSurvey found = asked();
  CHECK(uuids(found) == Names{"MIG-3"});
  CHECK(found.withheld[0] == WithheldGpu{"instance 0 of GPU-a", "no permission (NVML error 4)"});
  CHECK(found.withheld[1].device == "MIG-2");
}
