// Tree: a YAML or JSON text as values with their places, for formats that are not headway's own.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/base/source_span.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

struct Pipeline;

namespace yaml {

/// One value of a text, before anyone asks what it is for; keys keep their order. A value type.
struct Tree {
  enum class Kind : std::uint8_t { null, boolean, integer, floating, text, list, map };

  std::string key{};  // where it is an entry of a map
  Kind kind = Kind::null;
  std::string word{};       // of a scalar: as it is written, its escapes resolved
  std::vector<Tree> parts;  // of a list, or the entries of a map; each key once
  SourceSpan span{};        // of the value; of its key where there is none
  SourceSpan key_span{};

  static Tree of_text(std::string text) { return {.kind = Kind::text, .word = std::move(text)}; }
  static Tree of_integer(std::int64_t number) {
    return {.kind = Kind::integer, .word = std::to_string(number)};
  }
  static Tree of_boolean(bool flag) {
    return {.kind = Kind::boolean, .word = flag ? "true" : "false"};
  }
  static Tree list() { return {.kind = Kind::list}; }
  static Tree map() { return {.kind = Kind::map}; }

  [[nodiscard]] bool is_scalar() const { return kind != Kind::list && kind != Kind::map; }
  /// The entry of a map, or null. Linear in the entries.
  [[nodiscard]] const Tree* find(std::string_view name) const;
  Tree& item(Tree part);
  Tree& entry(std::string name, Tree part);

  friend bool operator==(const Tree&, const Tree&) = default;
};

/// Reads a text by the rules and limits of pipeline files. What is wrong goes to `found`; nothing
/// comes back when no tree could be built.
std::optional<Tree> read_tree(std::string_view text, std::string_view name, Diagnostics& found);

/// The canonical text of a pipeline as a tree: what `save` writes, key by key.
Tree tree_of(const Pipeline& pipeline);

/// The text of a document, an entry a line.
std::string write(const Tree& document);

/// A value on one line: `[a, b]`, `{cpu: 1}`.
std::string line_of(const Tree& value);

}  // namespace yaml

// ---------------------------------------------------------------------------------------------

inline const yaml::Tree* yaml::Tree::find(std::string_view name) const {
  for (const auto& part : parts) {
    if (kind == Kind::map && part.key == name) return &part;
  }
  return nullptr;
}

inline yaml::Tree& yaml::Tree::item(Tree part) {
  parts.push_back(std::move(part));
  return *this;
}

inline yaml::Tree& yaml::Tree::entry(std::string name, Tree part) {
  part.key = std::move(name);
  parts.push_back(std::move(part));
  return *this;
}

}  // namespace headway::inline v0
