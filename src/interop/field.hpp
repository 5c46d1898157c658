// Field: a value of another tool's file on its way into the model, and the findings about it.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/yaml/tree.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A value, its path, and where findings go. Borrows its tree and the findings.
class Field {
 public:
  using Kind = yaml::Tree::Kind;

  Field(const yaml::Tree& tree, Diagnostics& found) : tree_(&tree), found_(&found) {}

  [[nodiscard]] const yaml::Tree& tree() const { return *tree_; }
  [[nodiscard]] const std::string& key() const { return tree_->key; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const SourceSpan& span() const { return tree_->span; }
  /// Whether nothing is said: no value, or an empty text, list or map.
  [[nodiscard]] bool is_blank() const;
  [[nodiscard]] bool is_map() const { return tree_->kind == Kind::map; }
  /// The entry of a map under `name`.
  [[nodiscard]] std::optional<Field> find(std::string_view name) const;

  /// Each gives the value in one form; nothing, and a finding, where it has another.
  [[nodiscard]] std::optional<std::string> text() const;  // a scalar, as it is written
  [[nodiscard]] std::optional<bool> flag() const;
  [[nodiscard]] std::optional<std::int64_t> count(std::int64_t least) const;  // also in quotes
  [[nodiscard]] bool expect(Kind kind) const;  // a list or a map; null counts as empty

  template <class Read>
  void each(const Read& read) const {
    for (std::size_t i = 0; i < tree_->parts.size(); ++i) read(part(i));
  }

  void fail(std::string code, std::string message, std::vector<std::string> notes = {},
            std::vector<std::string> candidates = {}) const {
    add(span(), Severity::error, std::move(code), std::move(message), std::move(notes),
        std::move(candidates));
  }
  void fail_at_key(std::string code, std::string message, std::vector<std::string> notes = {},
                   std::vector<std::string> candidates = {}) const {
    add(tree_->key_span, Severity::error, std::move(code), std::move(message), std::move(notes),
        std::move(candidates));
  }
  void warn(std::string code, std::string message, std::vector<std::string> notes = {}) const {
    add(span(), Severity::warning, std::move(code), std::move(message), std::move(notes), {});
  }
  void refuse(std::string_view expected) const;

 private:
  [[nodiscard]] Field part(std::size_t at) const;
  void add(SourceSpan span, Severity severity, std::string code, std::string message,
           std::vector<std::string> notes, std::vector<std::string> candidates) const;

  const yaml::Tree* tree_;
  Diagnostics* found_;
  std::string path_{};
};

/// A key of a map and who reads its value.
template <class Target>
struct FieldKey {
  std::string_view name;
  void (*read)(const Field&, Target&) = nullptr;
};

void refuse_unknown(const Field& map, const Field& entry, const std::vector<std::string>& known);

/// Reads a map by the table of its keys. A key that is not there is a finding.
template <class Target>
void read_fields(const Field& map, Target& target, std::span<const FieldKey<Target>> keys) {
  if (!map.expect(Field::Kind::map)) return;
  map.each([&](const Field& entry) {
    for (const auto& key : keys) {
      if (key.name == entry.key()) return key.read(entry, target);
    }
    std::vector<std::string> known;
    for (const auto& key : keys) known.emplace_back(key.name);
    refuse_unknown(map, entry, known);
  });
}

}  // namespace headway::inline v0
