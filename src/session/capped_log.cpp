// Writing capped logs.
#include "capped_log.hpp"

#include <algorithm>

#include <fcntl.h>

namespace headway::inline v0 {
namespace {
constexpr std::uint64_t head_limit = log_limit - log_tail_limit - 256;  // room for the marker
}

void CappedLog::append(std::string_view bytes) {
  const auto room =
      static_cast<std::size_t>(std::min<std::uint64_t>(head_limit - head_, bytes.size()));
  if (room > 0) {
    if (!file_.valid()) {
      file_.reset(::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    }
    write_all(file_.get(), bytes.substr(0, room));
    head_ += room;
    bytes.remove_prefix(room);
  }
  if (!bytes.empty()) keep_tail(bytes);
}

void CappedLog::keep_tail(std::string_view bytes) {
  ring_.resize(log_tail_limit);
  beyond_ += bytes.size();
  if (bytes.size() > ring_.size()) bytes.remove_prefix(bytes.size() - ring_.size());
  const auto first = std::min(bytes.size(), ring_.size() - ring_at_);
  std::copy_n(bytes.data(), first, ring_.data() + ring_at_);
  std::copy_n(bytes.data() + first, bytes.size() - first, ring_.data());
  ring_at_ = (ring_at_ + bytes.size()) % ring_.size();
}

std::string CappedLog::tail() const {
  if (beyond_ < ring_.size()) return {ring_.data(), static_cast<std::size_t>(beyond_)};
  const auto split = static_cast<std::ptrdiff_t>(ring_at_);
  std::string text(ring_.begin() + split, ring_.end());
  text.append(ring_.begin(), ring_.begin() + split);
  return text;
}

void CappedLog::finish() {
  if (beyond_ > 0) {
    const std::string kept = tail();
    const auto dropped = beyond_ - kept.size();
    if (dropped > 0) {
      write_all(file_.get(), "\n[headway: " + std::to_string(dropped) + " bytes dropped here]\n");
    }
    write_all(file_.get(), kept);
  }
  file_.reset();
}

}  // namespace headway::inline v0
