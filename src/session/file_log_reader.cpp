// Reading log files.
#include "file_log_reader.hpp"

#include <fcntl.h>

namespace headway::inline v0 {

std::string FileLogReader::read(std::size_t limit) {
  if (!file_.valid()) file_.reset(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  std::string bytes(file_.valid() ? limit : 0, '\0');
  const auto count = bytes.empty() ? 0 : ::read(file_.get(), bytes.data(), bytes.size());
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

}  // namespace headway::inline v0
