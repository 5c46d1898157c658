// Findings of a store's configuration.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/yaml/tree.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// What is wrong at one place.
inline void find(Diagnostics& found, std::string code, std::string message, const yaml::Tree& at,
                 std::vector<std::string> notes = {}) {
  found.add({.code = std::move(code),
             .message = std::move(message),
             .span = at.span,
             .path = at.key,
             .notes = std::move(notes)});
}

inline std::string listed(std::string_view lead, const std::vector<std::string>& words) {
  std::string text(lead);
  for (const std::string& word : words) text += (&word == words.data() ? " " : ", ") + word;
  return text;
}

/// A key that there is not. `whose` has the keys: "the configuration of a store".
inline void find_unknown_key(Diagnostics& found, const yaml::Tree& part, const std::string& whose,
                             const std::vector<std::string>& keys) {
  found.add({.code = "unknown-key",
             .message = whose + " has no \"" + part.key + '"',
             .span = part.key_span,
             .path = part.key,
             .notes = {listed("its keys:", keys)},
             .candidates = closest(part.key, keys)});
}

inline void find_unknown_word(Diagnostics& found, const yaml::Tree& at,
                              const std::vector<std::string>& words) {
  found.add({.code = "unknown-word",
             .message = "\"" + at.word + "\" is no word of \"" + at.key + '"',
             .span = at.span,
             .path = at.key,
             .notes = {listed("its words:", words)},
             .candidates = closest(at.word, words)});
}

}  // namespace headway::inline v0
