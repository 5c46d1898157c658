// Element: how a key is found in a map.
#include "element.hpp"

#include <functional>

namespace headway::inline v0::yaml {

std::uint32_t index_slot(std::string_view name) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>{}(name));
}

const Element* Element::find(std::string_view name) const {
  if (kind != Kind::map) return nullptr;
  const std::uint32_t* index = family()->index;
  if (index == nullptr) {
    for (std::uint32_t entry = 0; entry < count(); ++entry) {
      if (key(entry).text() == name) return &value(entry);
    }
    return nullptr;
  }
  auto mask = family()->index_mask;
  for (auto slot = index_slot(name) & mask; index[slot] != 0; slot = (slot + 1) & mask) {
    if (key(index[slot] - 1).text() == name) return &value(index[slot] - 1);
  }
  return nullptr;
}

}  // namespace headway::inline v0::yaml
