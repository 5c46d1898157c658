// A trace: one number that two equal stories share.
#pragma once

#include <headway/event/event.hpp>

#include <cstdint>

namespace headway::inline v0::testing {

/// FNV-1a over whole numbers: no addresses, no texts, nothing whose order a library chooses, so
/// that it is the same in every build.
class Trace {
 public:
  Trace& add(std::uint64_t number) {
    for (int byte = 0; byte < 8; ++byte) {
      hash_ = (hash_ ^ ((number >> (8 * byte)) & 0xFFU)) * 0x100000001B3U;
    }
    return *this;
  }
  Trace& add(const Event& event);
  [[nodiscard]] std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

// ---------------------------------------------------------------------------------------------

namespace detail {
inline Cause cause_in(const Fact& fact) {
  return std::visit(
      []<class T>(const T& known) {
        if constexpr (requires { known.cause; }) return known.cause;
        return Cause{};
      },
      fact);
}

inline std::uint64_t state_in(const Fact& fact) {
  return std::visit(
      []<class T>(const T& known) -> std::uint64_t {
        if constexpr (requires { known.state; }) return static_cast<std::uint64_t>(known.state);
        return 0;
      },
      fact);
}
}  // namespace detail

inline Trace& Trace::add(const Event& event) {
  InstanceId instance = no_instance;
  Attempt attempt = 0;
  about(event.fact, instance, attempt);
  const Cause cause = detail::cause_in(event.fact);
  add(static_cast<std::uint64_t>(event.time.us)).add(event.job.value).add(event.fact.index());
  add(instance.value).add(attempt).add(detail::state_in(event.fact));
  return add(static_cast<std::uint64_t>(cause.kind)).add(static_cast<std::uint32_t>(cause.code));
}

}  // namespace headway::inline v0::testing
