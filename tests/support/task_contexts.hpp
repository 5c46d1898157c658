// A context for callables that are called by a test.
#pragma once

#include <headway/model/callable.hpp>

#include <string>

namespace headway::inline v0::testing {

class FixedContext final : public TaskContext {
 public:
  [[nodiscard]] const std::string& instance() const override { return instance_; }
  [[nodiscard]] Attempt attempt() const override { return 1; }
  [[nodiscard]] const std::string& output_folder() const override { return folder_; }
  [[nodiscard]] bool stop_requested() const override { return false; }

 private:
  std::string instance_ = "train[rate=0.1]";
  std::string folder_ = "/nowhere";
};

}  // namespace headway::inline v0::testing
