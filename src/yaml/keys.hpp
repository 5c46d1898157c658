// Keys: the tables that say which keys a mapping has, what values they take, and who reads them.
#pragma once

#include "place.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0::yaml {

enum class Presence : std::uint8_t {
  optional,
  required,
  reserved  // a word kept free for what may come
};

struct Table;

/// What a value may be, as far as a schema can say it: data for the reader, for messages and for
/// the schema. Each part speaks of one form only.
struct Shape {
  unsigned forms = form_any;
  std::string_view pattern{};                            // of a text: what all of it matches
  std::span<const std::string_view> words{};             // of a text: one of these
  double least = std::numeric_limits<double>::lowest();  // of a number
  double most = std::numeric_limits<double>::max();
  unsigned fewest = 0;           // items of a list
  const Shape* item = nullptr;   // of a list: each of its items
  const Shape* value = nullptr;  // of a map: what stands under a name that is no key of `keys`
  Table (*keys)() = nullptr;     // of a map: its keys
};

/// The same, and null.
constexpr Shape or_null(Shape shape) {
  shape.forms |= form_null;
  return shape;
}

/// Keys of a mapping of which it may have one only.
struct Choice {
  std::string_view code;       // of the finding about a second one
  std::string_view noun;       // `two bodies`
  std::string_view rule;       // `a task has one body`
  std::string_view note{};     // what to do about it
  bool needed = false;         // there must be one
  std::string_view example{};  // of each
};

/// What is known about a key, whoever reads it.
struct KeyFacts {
  std::string_view name;
  const Shape* shape = nullptr;
  std::string_view meaning{};  // a line for editors
  Presence presence = Presence::optional;
  std::uint8_t choice = 0;       // the number of its choice, from 1; 0: none
  std::string_view companion{};  // the key without which this one means nothing
};

/// One key of a mapping.
template <class Target>
struct Key {
  std::string_view name;
  const Shape* shape = nullptr;
  void (*read)(const Place&, Target&) = nullptr;  // called with a value of one of the forms
  std::string_view meaning{};
  Presence presence = Presence::optional;
  std::uint8_t choice = 0;
  std::string_view companion{};
};

/// The keys of a mapping.
template <class Target>
struct Keys {
  std::span<const Key<Target>> rows;
  std::span<const Choice> choices{};
};

/// The keys of a mapping, whoever reads them: what a schema needs.
struct Table {
  std::string_view name{};  // of the definition in the schema
  std::string_view meaning{};
  std::vector<KeyFacts> keys{};
  std::span<const Choice> choices{};
};

template <class Target>
void add_facts(Table& table, std::span<const Key<Target>> rows) {
  for (const auto& row : rows) {
    table.keys.push_back(
        {row.name, row.shape, row.meaning, row.presence, row.choice, row.companion});
  }
}

template <class Target>
Table table_of(std::string_view name, std::string_view meaning, const Keys<Target>& keys) {
  Table table{.name = name, .meaning = meaning, .choices = keys.choices};
  add_facts(table, keys.rows);
  return table;
}

/// The findings about keys that are not read.
void refuse_unknown(const Place& entry, const std::vector<std::string>& known);
void refuse_reserved(const Place& entry);
void refuse_missing(const Place& map, std::string_view key);
void refuse_missing(const Place& map, const std::vector<std::string>& one_of,
                    std::string_view example);
void refuse_alone(const Place& entry, std::string_view companion);

/// Keys that begin with `x-` are the writer's own.
inline bool is_free(std::string_view key) { return key.starts_with("x-"); }

/// Which keys were chosen so far, by choice.
using Chosen = std::array<const Element*, 2>;

/// Whether no key of the same choice comes before this one; else a finding.
bool is_first(const Place& entry, const Choice& choice, const Element*& chosen);

/// Reads the entry if the table has its key.
template <class Target>
bool read_entry(const Place& entry, Target& target, const Keys<Target>& keys, Chosen& chosen) {
  for (const auto& key : keys.rows) {
    if (key.name != entry.key()) continue;
    if (key.presence == Presence::reserved) {
      refuse_reserved(entry);
      return true;
    }
    if (!key.companion.empty()) refuse_alone(entry, key.companion);
    bool formed = entry.has_form(key.shape->forms);
    auto choice = std::size_t{key.choice} - 1;
    if (key.choice != 0 && !formed) chosen[choice] = entry.key_element();
    if (!formed) return true;
    if (key.choice != 0 && !is_first(entry, keys.choices[choice], chosen[choice])) return true;
    key.read(entry, target);
    return true;
  }
  return false;
}

/// Appends the names a writer may have meant.
template <class Target>
void add_names(const Keys<Target>& keys, std::vector<std::string>& names) {
  for (const auto& key : keys.rows) {
    if (key.presence != Presence::reserved) names.emplace_back(key.name);
  }
}

template <class Target>
void check_required(const Place& map, const Keys<Target>& keys) {
  for (const auto& key : keys.rows) {
    bool missing = key.presence == Presence::required && map.element().find(key.name) == nullptr;
    if (missing) refuse_missing(map, key.name);
  }
}

template <class Target>
void check_chosen(const Place& map, const Keys<Target>& keys, const Chosen& chosen) {
  for (std::size_t choice = 0; choice < keys.choices.size(); ++choice) {
    if (!keys.choices[choice].needed || chosen[choice] != nullptr) continue;
    std::vector<std::string> names;
    for (const auto& key : keys.rows) {
      if (key.choice == choice + 1) names.emplace_back(key.name);
    }
    refuse_missing(map, names, keys.choices[choice].example);
  }
}

/// Reads a mapping whose keys are those of one table.
template <class Target>
void read_keys(const Place& map, Target& target, const Keys<Target>& keys) {
  Chosen chosen{};
  check_required(map, keys);
  map.each_entry([&](const Place& entry) {
    if (read_entry(entry, target, keys, chosen) || is_free(entry.key())) return;
    std::vector<std::string> names;
    add_names(keys, names);
    refuse_unknown(entry, names);
  });
  check_chosen(map, keys, chosen);
}

/// The same where a part of the target has a table of its own, without choices.
template <class Target, class Part>
void read_keys(const Place& map, Target& target, const Keys<Target>& keys, Part& part,
               const Keys<Part>& part_keys) {
  Chosen chosen{};
  check_required(map, keys);
  map.each_entry([&](const Place& entry) {
    if (read_entry(entry, target, keys, chosen)) return;
    if (read_entry(entry, part, part_keys, chosen) || is_free(entry.key())) return;
    std::vector<std::string> names;
    add_names(keys, names);
    add_names(part_keys, names);
    refuse_unknown(entry, names);
  });
  check_chosen(map, keys, chosen);
}

}  // namespace headway::inline v0::yaml
