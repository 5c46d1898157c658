// The spelling of names: which words may name params, outputs, slots and tasks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headway::inline v0 {

inline constexpr std::size_t longest_name = 63;

/// `[A-Za-z_][A-Za-z0-9_]*`, at most 63 characters.
bool is_name(std::string_view text);

/// A name that may also contain `-`.
bool is_task_name(std::string_view text);

/// The form a name has in an environment variable: upper case, `-` becomes `_`.
std::string environment_name(std::string_view name);

// ---------------------------------------------------------------------------------------------

namespace detail {
inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
}  // namespace detail

inline bool is_task_name(std::string_view text) {
  if (text.empty() || text.size() > longest_name || !detail::is_letter(text.front())) return false;
  for (char c : text) {
    if (!detail::is_letter(c) && !detail::is_digit(c) && c != '-') return false;
  }
  return true;
}

inline bool is_name(std::string_view text) {
  return is_task_name(text) && text.find('-') == std::string_view::npos;
}

inline std::string environment_name(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-') c = '_';
  }
  return result;
}

}  // namespace headway::inline v0
