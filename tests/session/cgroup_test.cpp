// Limits of control groups, read from made-up trees.
#include "support/catch.hpp"
#include "support/cgroup_machine.hpp"

#include "cgroup.hpp"

using namespace headway;
using headway::testing::CgroupMachine;
using headway::testing::v2_mount;

namespace {

class Machine : public CgroupMachine {
 public:
  [[nodiscard]] CgroupLimits limits() const { return cgroup_limits(root()); }
  [[nodiscard]] std::optional<std::int64_t> cpu() const { return most(limits().cpu); }
  [[nodiscard]] std::optional<std::int64_t> memory() const { return most(limits().memory); }

 private:
  static std::optional<std::int64_t> most(const std::optional<CgroupLimit>& limit) {
    return limit ? std::optional(limit->most) : std::nullopt;
  }
};

}  // namespace

TEST_CASE("without control groups nothing is limited") {
  const Machine machine;
  CHECK_FALSE(machine.cpu());
  CHECK_FALSE(machine.memory());
}

TEST_CASE("of cgroup v2 the tightest limit on the way up counts") {
  const Machine machine;
  machine.write("/proc/self/mountinfo", v2_mount);
  machine.write("/proc/self/cgroup", "0::/slice/job\n");
  machine.write("/sys/fs/cgroup/slice/job/cpu.max", "max 100000\n");
  machine.write("/sys/fs/cgroup/slice/cpu.max", "150000 100000\n");
  machine.write("/sys/fs/cgroup/slice/job/memory.max", "2147483648\n");
  machine.write("/sys/fs/cgroup/slice/memory.max", "4294967296\n");
  CHECK(machine.limits().cpu == CgroupLimit{1500, machine.place("/sys/fs/cgroup/slice")});
  CHECK(machine.limits().memory ==
        CgroupLimit{std::int64_t{2} << 30, machine.place("/sys/fs/cgroup/slice/job")});
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
  CHECK(machine.cpu() == 500);
  CHECK(machine.memory() == std::int64_t{64} << 20);
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
  CHECK_FALSE(machine.cpu());
  CHECK_FALSE(machine.memory());
}

TEST_CASE("a quota below one processor is a part of one and never nothing") {
  const auto [quota, thousandths] = GENERATE(table<std::string, std::int64_t>(
      {{"25000 100000", 250}, {"1 1000000", 1}, {"100000 33334", 2999}}));
  const Machine machine;
  machine.write("/proc/self/mountinfo", v2_mount);
  machine.write("/proc/self/cgroup", "0::/box\n");
  machine.write("/sys/fs/cgroup/box/cpu.max", quota + "\n");
  CHECK(machine.cpu() == thousandths);
}

TEST_CASE("of a hybrid machine both versions count") {
  const Machine machine;
  machine.write("/proc/self/mountinfo",
                "31 24 0:27 / /cg/memory rw - cgroup cgroup rw,memory\n"
                "32 24 0:28 / /cg/systemd rw - cgroup cgroup rw,xattr,name=systemd\n"
                "33 24 0:29 / /cg/unified rw - cgroup2 cgroup2 rw,nsdelegate\n");
  machine.write("/proc/self/cgroup", "4:memory:/old\n1:name=systemd:/new\n0::/new\n");
  machine.write("/cg/memory/old/memory.limit_in_bytes", "1048576\n");
  machine.write("/cg/memory/new/memory.limit_in_bytes", "4096\n");  // another's
  machine.write("/cg/unified/new/cpu.max", "200000 100000\n");
  CHECK(machine.memory() == 1 << 20);
  CHECK(machine.cpu() == 2000);
}

TEST_CASE("of v1 a limit beyond the mount is known by the group's own statistics") {
  const Machine machine;
  machine.write("/proc/self/mountinfo", "31 24 0:27 / /cg/memory rw - cgroup cgroup rw,memory\n");
  machine.write("/proc/self/cgroup", "4:memory:/\n");
  machine.write("/cg/memory/memory.limit_in_bytes", "9223372036854771712\n");
  machine.write("/cg/memory/memory.stat",
                "cache 1\nrss 2\nhierarchical_memory_limit 8388608\ntotal_cache 3\n");
  CHECK(machine.memory() == 8 << 20);
}

TEST_CASE("a group that was removed limits by those above it") {
  const Machine machine;
  machine.write("/proc/self/mountinfo", v2_mount);
  machine.write("/proc/self/cgroup", "0::/slice/gone (deleted)\n");
  machine.write("/sys/fs/cgroup/slice/memory.max", "65536\n");
  CHECK(machine.memory() == 65536);
}

TEST_CASE("a file of a limit that says nothing limits nothing") {
  const Machine machine;
  machine.write("/proc/self/mountinfo", "\n - \n30\n" + v2_mount);
  machine.write("/proc/self/cgroup", "\n:\nnothing\n0::/box\n");
  machine.write("/sys/fs/cgroup/box/cpu.max", "\n");
  machine.write("/sys/fs/cgroup/box/memory.max", "65536\n");
  CHECK(machine.memory() == 65536);
  CHECK_FALSE(machine.cpu());
}
