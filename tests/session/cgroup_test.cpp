// Limits of control groups, read from made-up trees.
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include "cgroup.hpp"

#include <filesystem>
#include <fstream>

using namespace headway;
using headway::testing::TemporaryFolder;

namespace {

/// A root folder with /proc and /sys as a machine would show them.
class Machine {
 public:
  void write(const std::string& path, const std::string& text) const {
    const auto file = std::filesystem::path(folder_.path() + path);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  [[nodiscard]] CgroupLimits limits() const { return cgroup_limits(folder_.path()); }

 private:
  TemporaryFolder folder_{};
};

}  // namespace

TEST_CASE("without control groups nothing is limited") {
  const Machine machine;
  CHECK_FALSE(machine.limits().cpu_thousandths);
  CHECK_FALSE(machine.limits().memory_bytes);
}

TEST_CASE("of cgroup v2 the tightest limit on the way up counts") {
  const Machine machine;
  machine.write("/proc/self/mountinfo",
                "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n");
  machine.write("/proc/self/cgroup", "0::/slice/job\n");
  machine.write("/sys/fs/cgroup/slice/job/cpu.max", "max 100000\n");
  machine.write("/sys/fs/cgroup/slice/cpu.max", "150000 100000\n");
  machine.write("/sys/fs/cgroup/slice/job/memory.max", "2147483648\n");
  machine.write("/sys/fs/cgroup/slice/memory.max", "4294967296\n");
  CHECK(machine.limits().cpu_thousandths == 1500);
  CHECK(machine.limits().memory_bytes == std::int64_t{2} << 30);
}

TEST_CASE("of cgroup v1 each controller has its own tree") {
  const Machine machine;
  machine.write("/proc/self/mountinfo",
                "31 24 0:27 / /cg/cpu rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
                "32 24 0:28 / /cg/memory rw shared:10 - cgroup cgroup rw,memory\n");
  machine.write("/proc/self/cgroup", "4:memory:/box\n3:cpu,cpuacct:/\n");
  machine.write("/cg/cpu/cpu.cfs_quota_us", "50000\n");
  machine.write("/cg/cpu/cpu.cfs_period_us", "100000\n");
  machine.write("/cg/memory/box/memory.limit_in_bytes", "67108864\n");
  machine.write("/cg/memory/memory.limit_in_bytes", "9223372036854771712\n");
  CHECK(machine.limits().cpu_thousandths == 500);
  CHECK(machine.limits().memory_bytes == std::int64_t{64} << 20);
}

TEST_CASE("no limit is not a limit of zero") {
  const Machine machine;
  machine.write("/proc/self/mountinfo",
                "31 24 0:27 / /cg/cpu rw - cgroup cgroup rw,cpu\n"
                "32 24 0:28 / /cg/memory rw - cgroup cgroup rw,memory\n");
  machine.write("/proc/self/cgroup", "4:memory:/\n3:cpu:/\n");
  machine.write("/cg/cpu/cpu.cfs_quota_us", "-1\n");
  machine.write("/cg/cpu/cpu.cfs_period_us", "100000\n");
  machine.write("/cg/memory/memory.limit_in_bytes", "9223372036854771712\n");
  CHECK_FALSE(machine.limits().cpu_thousandths);
  CHECK_FALSE(machine.limits().memory_bytes);
}

TEST_CASE("inside a container the mount shows the group itself") {
  const Machine machine;
  machine.write("/proc/self/mountinfo",
                "30 24 0:26 /docker/42 /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n");
  machine.write("/proc/self/cgroup", "0::/docker/42\n");
  machine.write("/sys/fs/cgroup/memory.max", "1073741824\n");
  CHECK(machine.limits().memory_bytes == std::int64_t{1} << 30);
}
