// Telling versions from numbers by how they are written.
#include "lost_zero.hpp"

#include <string>
#include <string_view>

namespace headway::inline v0::yaml {
namespace {

/// `3.10`, `1.20`; not `0.10`, which is more likely a rate, and not `2.0`.
bool is_like_a_version(std::string_view text) {
  const auto point = text.find('.');
  if (point == std::string_view::npos || point == 0 || text.front() == '0') return false;
  constexpr std::string_view digits = "0123456789";
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = text.substr(point + 1);
  return fraction.size() >= 2 && fraction.back() == '0' &&
         whole.find_first_not_of(digits) == std::string_view::npos &&
         fraction.find_first_not_of(digits) == std::string_view::npos;
}

}  // namespace

void warn_of_lost_zeros(const Place& at) {
  const Meaning meaning = at.meaning();
  if (meaning == Meaning::list) return at.each_item(warn_of_lost_zeros);
  if (meaning == Meaning::map) return at.each_entry(warn_of_lost_zeros);
  const std::string text(at.element().text());
  if (meaning != Meaning::floating || !is_like_a_version(text)) return;
  at.warn("lost-zero", text + " is the number " + to_json(Value(floating_of(at.element()))),
          {"a version is a text; quote it: \"" + text + '"'});
}

}  // namespace headway::inline v0::yaml
