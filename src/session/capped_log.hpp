// A session's log: its output, as much of it as is worth keeping.
#pragma once

#include "../base/descriptor.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

inline constexpr std::uint64_t log_limit = std::uint64_t{64} << 20U;    // bytes, marker and tail in
inline constexpr std::size_t log_tail_limit = std::size_t{256} << 10U;  // bytes

/// Keeps the head of what comes and, past the limit, its last bytes after a line that says how many
/// were dropped between. The file is made when the first byte comes. Never fails: what the disk
/// does not take is dropped.
class CappedLog {
 public:
  explicit CappedLog(std::string path) : path_(std::move(path)) {}

  void append(std::string_view bytes);
  /// Writes the kept tail. Call once, last.
  void finish();

 private:
  void keep_tail(std::string_view bytes);
  [[nodiscard]] std::string tail() const;

  std::string path_;
  Descriptor file_{};
  std::uint64_t head_ = 0;    // bytes written
  std::uint64_t beyond_ = 0;  // bytes that came after the head was full
  std::vector<char> ring_{};  // the last of them; made when the first comes
  std::size_t ring_at_ = 0;   // where the next byte goes
};

}  // namespace headway::inline v0
