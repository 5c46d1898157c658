// SHA-256 of bytes, as a value and as a stream.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// A SHA-256 digest. A value; printed as `sha256:` and 64 hexadecimal digits.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  friend constexpr auto operator<=>(const Digest&, const Digest&) = default;
};

/// 64 hexadecimal digits, lower case.
std::string hex(const Digest& digest);

/// The digest of one block of bytes.
Digest sha256(std::string_view bytes);

/// A digest of bytes that come in pieces. Move-only; one thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  /// Ends the stream; call once, last.
  Digest finish();

 private:
  struct Context;  // OpenSSL's, which no header of ours shows
  std::unique_ptr<Context> context_;
};

}  // namespace headway::inline v0
