// Strong integer ids: what rooms hand to each other instead of pointers.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// A value type around an integer; ids of different tags do not mix. Thread rule: a plain value.
template <class Tag, class Rep = std::uint32_t>
struct Id {
  Rep value{};
  friend constexpr auto operator<=>(Id, Id) = default;
};

using TaskId = Id<struct TaskTag>;               // index of a task in its job, as written
using InstanceId = Id<struct InstanceTag>;       // index of a task instance in its job
using StoreId = Id<struct StoreTag>;             // random, made once with the store
using JobId = Id<struct JobTag, std::uint64_t>;  // 40 random bits; printed as eight characters

/// One try of an instance, counted from 1; 0 means "no attempt yet".
using Attempt = std::uint32_t;

/// The printed form of a job id: eight characters of Crockford's base 32, lower case.
std::string to_string(JobId id);

/// The inverse of `to_string`; false when `text` is not eight such characters.
bool parse(std::string_view text, JobId& id);

// ---------------------------------------------------------------------------------------------

namespace detail {
inline constexpr std::string_view base32_digits = "0123456789abcdefghjkmnpqrstvwxyz";
}

inline std::string to_string(JobId id) {
  std::string text(8, '0');
  for (int i = 7; i >= 0; --i, id.value >>= 5) {
    text[static_cast<std::size_t>(i)] = detail::base32_digits[id.value & 31U];
  }
  return text;
}

inline bool parse(std::string_view text, JobId& id) {
  if (text.size() != 8) return false;
  JobId parsed;
  for (char c : text) {
    auto digit = detail::base32_digits.find(c);
    if (digit == std::string_view::npos) return false;
    parsed.value = (parsed.value << 5U) | digit;
  }
  id = parsed;
  return true;
}

}  // namespace headway::inline v0
