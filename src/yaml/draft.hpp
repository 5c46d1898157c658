// Draft: what will be written, before it has been decided how it is laid out.
#pragma once

#include <headway/model/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0::yaml {

/// A tree of texts to write. A value.
struct Draft {
  enum class Kind : std::uint8_t {
    word,  // written as it is: a number, true, null
    text,  // quoted where needed
    list,
    map
  };
  enum class Layout : std::uint8_t {
    compact,  // on one line where it fits
    tall,     // an entry a line
    spaced    // an entry a paragraph
  };

  Kind kind = Kind::map;
  Layout layout = Layout::compact;
  std::string word{};                                  // of a word or text
  std::vector<std::pair<std::string, Draft>> parts{};  // of a list (without keys) or a map

  static Draft of_word(std::string word) { return {.kind = Kind::word, .word = std::move(word)}; }
  static Draft of_text(std::string_view text) {
    return {.kind = Kind::text, .word = std::string(text)};
  }
  static Draft list() { return {.kind = Kind::list}; }
  static Draft map(Layout layout = Layout::compact) { return {.layout = layout}; }
  static Draft of_value(const Value& value);

  [[nodiscard]] bool is_scalar() const { return kind == Kind::word || kind == Kind::text; }
  Draft& item(Draft draft) {
    parts.emplace_back(std::string(), std::move(draft));
    return *this;
  }
  Draft& entry(std::string_view key, Draft draft) {
    parts.emplace_back(std::string(key), std::move(draft));
    return *this;
  }
};

/// The text of a document: two spaces a level, one line where a part is short, block literals for
/// texts of several lines.
std::string write(const Draft& document);

}  // namespace headway::inline v0::yaml
