// XXH3, inlined from its header.
#include "checksum.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>

namespace headway::inline v0 {

RowChecksum& RowChecksum::add(std::int64_t number) {
  auto bits = static_cast<std::uint64_t>(number);
  char bytes[8];
  for (char& byte : bytes) {
    byte = static_cast<char>(bits & 0xFFU);
    bits >>= 8U;
  }
  bytes_.append(bytes, sizeof bytes);
  return *this;
}

RowChecksum& RowChecksum::add(std::string_view text) {
  add(static_cast<std::int64_t>(text.size()));
  bytes_ += text;
  return *this;
}

std::int64_t RowChecksum::value(std::int64_t chain) const {
  return std::bit_cast<std::int64_t>(
      XXH3_64bits_withSeed(bytes_.data(), bytes_.size(), static_cast<XXH64_hash_t>(chain)));
}

}  // namespace headway::inline v0
