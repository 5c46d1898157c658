// Row checksums: 64-bit XXH3 over framed fields.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Collects the fields of a row; each is framed by its length, so that no two rows look alike. Kept
/// and reset rather than made anew: it owns its buffer.
class RowChecksum {
 public:
  void reset() { bytes_.clear(); }
  RowChecksum& add(std::int64_t number);
  RowChecksum& add(std::string_view text);
  /// `chain` is the checksum of the row before, so that a missing row shows too; 0 for the first.
  [[nodiscard]] std::int64_t value(std::int64_t chain) const;

 private:
  std::string bytes_;
};

}  // namespace headway::inline v0
