// Faults: what may go wrong in a simulated world, by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace headway::inline v0::testing {

/// A kind of fault. Each strikes now and then, as the dice of the world say.
enum class Fault : std::uint8_t {
  late,     // reports come late, and so out of order
  twice,    // reports come twice
  lost,     // reports of the beginning never come, of the end after ten minutes
  slow,     // a session begins a while after it was accepted
  silent,   // a question about a session gets no answer
  deaf,     // a session ignores that it is to stop for five minutes
  busy,     // a commit waits for another program
  full,     // the disk is full for ten minutes
  swapped,  // the report that a session runs overtakes the one that it was accepted
};
inline constexpr std::size_t fault_count = 9;

std::string_view to_string(Fault fault);
std::optional<Fault> parse_fault(std::string_view text);

/// The kinds of faults that a world has. A value.
class Faults {
 public:
  Faults& add(Fault fault) {
    bits_ |= bit(fault);
    return *this;
  }
  Faults& drop(Fault fault) {
    bits_ &= ~bit(fault);
    return *this;
  }
  [[nodiscard]] bool has(Fault fault) const { return (bits_ & bit(fault)) != 0; }
  friend bool operator==(const Faults&, const Faults&) = default;

 private:
  static constexpr std::uint32_t bit(Fault fault) {
    return 1U << static_cast<std::uint32_t>(fault);
  }
  std::uint32_t bits_ = 0;
};

// ---------------------------------------------------------------------------------------------

namespace detail {
inline constexpr std::string_view fault_words[fault_count] = {
    "late", "twice", "lost", "slow", "silent", "deaf", "busy", "full", "swapped"};
}  // namespace detail

inline std::string_view to_string(Fault fault) {
  return detail::fault_words[static_cast<std::size_t>(fault)];
}

inline std::optional<Fault> parse_fault(std::string_view text) {
  for (std::size_t i = 0; i < fault_count; ++i) {
    if (detail::fault_words[i] == text) return static_cast<Fault>(i);
  }
  return {};
}

}  // namespace headway::inline v0::testing
