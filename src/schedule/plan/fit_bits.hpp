// Fit bits: at which of 64 instants in a row does a demand fit?
#pragma once

#include "packed_counts.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace headway::inline v0 {

/// Bit i is set where `demand` fits into free[i].
template <class Counts>
std::uint64_t fit_bits(const Counts* free, const Counts& demand, const Counts& guards) {
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; ++i)
    bits |= static_cast<std::uint64_t>(fits(demand, free[i], guards)) << i;
  return bits;
}

#if defined(__SSE2__)
namespace detail {
/// All ones in the lanes where the demand fits.
inline __m128i lanes_that_fit(const void* free, __m128i demand, __m128i guards) {
  const __m128i rest = _mm_sub_epi32(_mm_loadu_si128(static_cast<const __m128i*>(free)), demand);
  return _mm_cmpeq_epi32(_mm_and_si128(rest, guards), guards);
}
}  // namespace detail

/// The same for one cell of 32 bits, sixteen instants to an instruction where it can be.
inline std::uint64_t fit_bits(const PackedCounts<std::uint32_t, 1>* free,
                              const PackedCounts<std::uint32_t, 1>& demand,
                              const PackedCounts<std::uint32_t, 1>& guards) {
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(demand.cells[0]));
  const __m128i kept = _mm_set1_epi32(static_cast<int>(guards.cells[0]));
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; i += 16) {
    const __m128i a = detail::lanes_that_fit(free + i, wanted, kept);
    const __m128i b = detail::lanes_that_fit(free + i + 4, wanted, kept);
    const __m128i c = detail::lanes_that_fit(free + i + 8, wanted, kept);
    const __m128i d = detail::lanes_that_fit(free + i + 12, wanted, kept);
    const __m128i bytes = _mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
    bits |= static_cast<std::uint64_t>(static_cast<std::uint16_t>(_mm_movemask_epi8(bytes))) << i;
  }
  return bits;
}
#endif

}  // namespace headway::inline v0
