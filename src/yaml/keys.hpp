// Keys: the tables that say which keys a mapping has, what forms they take, and who reads them.
#pragma once

#include "place.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0::yaml {

enum class Presence : std::uint8_t {
  optional,
  required,
  later,    // a key of the reference that this version does not read yet
  reserved  // a word kept free for what may come
};

/// One key of a mapping: data for the reader, for messages, and for a schema.
template <class Target>
struct Key {
  std::string_view name;
  unsigned forms = form_any;
  void (*read)(const Place&, Target&) = nullptr;  // called with a value of one of the forms
  Presence presence = Presence::optional;
};

template <class Target>
constexpr Key<Target> later_key(std::string_view name) {
  return {.name = name, .presence = Presence::later};
}

/// The findings about keys that are not read.
void refuse_unknown(const Place& entry, const std::vector<std::string>& known);
void refuse_later(const Place& entry);
void refuse_reserved(const Place& entry);
void refuse_missing(const Place& map, std::string_view key);

/// Keys that begin with `x-` are the writer's own.
inline bool is_free(std::string_view key) { return key.starts_with("x-"); }

/// Reads the entry if the table has its key.
template <class Target>
bool read_entry(const Place& entry, Target& target, std::span<const Key<Target>> keys) {
  for (const auto& key : keys) {
    if (key.name != entry.key()) continue;
    if (key.presence == Presence::later) {
      refuse_later(entry);
    } else if (key.presence == Presence::reserved) {
      refuse_reserved(entry);
    } else if (entry.has_form(key.forms)) {
      key.read(entry, target);
    }
    return true;
  }
  return false;
}

/// Appends the names a writer may have meant.
template <class Target>
void add_names(std::span<const Key<Target>> keys, std::vector<std::string>& names) {
  for (const auto& key : keys) {
    if (key.presence != Presence::reserved) names.emplace_back(key.name);
  }
}

template <class Target>
void check_required(const Place& map, std::span<const Key<Target>> keys) {
  for (const auto& key : keys) {
    bool missing = key.presence == Presence::required && map.element().find(key.name) == nullptr;
    if (missing) refuse_missing(map, key.name);
  }
}

/// Reads a mapping whose keys are those of one table.
template <class Target>
void read_keys(const Place& map, Target& target, std::span<const Key<Target>> keys) {
  check_required(map, keys);
  map.each_entry([&](const Place& entry) {
    if (read_entry(entry, target, keys) || is_free(entry.key())) return;
    std::vector<std::string> names;
    add_names(keys, names);
    refuse_unknown(entry, names);
  });
}

/// The same where a part of the target has a table of its own.
template <class Target, class Part>
void read_keys(const Place& map, Target& target, std::span<const Key<Target>> keys, Part& part,
               std::span<const Key<Part>> part_keys) {
  check_required(map, keys);
  map.each_entry([&](const Place& entry) {
    if (read_entry(entry, target, keys) || read_entry(entry, part, part_keys)) return;
    if (is_free(entry.key())) return;
    std::vector<std::string> names;
    add_names(keys, names);
    add_names(part_keys, names);
    refuse_unknown(entry, names);
  });
}

}  // namespace headway::inline v0::yaml
