// The devices that a fake libnvidia-ml.so.1 tells of, for as long as this lives.
#pragma once

#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

namespace headway::inline v0::testing {

/// Its library reads the file again whenever it is initialised; the lines are explained in
/// fake_nvml.cpp. One at a time in a process.
class FakeDriver {
 public:
  explicit FakeDriver(const std::string& lines) {
    tell(lines);
    ::setenv("FAKE_NVML", path().c_str(), 1);
  }
  ~FakeDriver() { ::unsetenv("FAKE_NVML"); }
  FakeDriver(const FakeDriver&) = delete;
  FakeDriver& operator=(const FakeDriver&) = delete;

  void tell(const std::string& lines) const { std::ofstream(path()) << lines; }

 private:
  [[nodiscard]] std::string path() const { return folder_.path() + "/devices"; }
  TemporaryFolder folder_{};
};

}  // namespace headway::inline v0::testing
