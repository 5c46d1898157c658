// A log file as it grows.
#pragma once

#include "../base/descriptor.hpp"

#include <headway/session/backend.hpp>

#include <string>

namespace headway::inline v0 {

/// Reads a file that may not exist yet.
class FileLogReader final : public LogReader {
 public:
  explicit FileLogReader(std::string path) : path_(std::move(path)) {}
  std::string read(std::size_t limit) override;

 private:
  std::string path_;
  Descriptor file_{};
};

}  // namespace headway::inline v0
