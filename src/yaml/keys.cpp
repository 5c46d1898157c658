// Keys: what is said about those that are not read.
#include "keys.hpp"

#include "message_text.hpp"

namespace headway::inline v0::yaml {
namespace {

std::string owner(const Place& entry) {
  const Place* map = entry.parent();
  return map == nullptr || map->parent() == nullptr ? "a pipeline file" : map->subject();
}

std::string listed(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all.append(all.empty() ? "" : ", ").append(word);
  return all;
}

}  // namespace

void refuse_unknown(const Place& entry, const std::vector<std::string>& known) {
  if (entry.is_full() || entry.is_merge_key()) return;  // the document told of merge keys
  auto candidates = closest(entry.key(), known);
  constexpr std::size_t most_listed = 12;  // a person reads no more
  std::vector<std::string> notes;
  if (candidates.empty() && known.size() <= most_listed) notes = {"its keys: " + listed(known)};
  if (candidates.empty()) {
    notes.emplace_back("keys that begin with x- are free for notes and anchors");
  }
  entry.fail_at_key("unknown-key", owner(entry) + " has no key " + quoted(entry.key()),
                    std::move(notes), std::move(candidates));
}

void refuse_reserved(const Place& entry) {
  entry.fail_at_key("reserved-key", quoted(entry.key()) + " is a reserved word",
                    {"nothing reads it yet; a pipeline starts when somebody starts it"});
}

void refuse_missing(const Place& map, std::string_view key) {
  std::vector<std::string> notes;
  if (key == "headway") notes = {"the first line of a pipeline file is `headway: v1`"};
  map.fail_at_key("missing-key", map.subject() + " needs the key " + quoted(key), std::move(notes));
}

void refuse_missing(const Place& map, const std::vector<std::string>& one_of,
                    std::string_view example) {
  std::string keys;
  for (std::size_t i = 0; i < one_of.size(); ++i) {
    if (i > 0) keys += i + 1 == one_of.size() ? " or " : ", ";
    keys += quoted(one_of[i]);
  }
  map.fail_at_key("missing-key", map.subject() + " needs the key " + keys,
                  {"write " + std::string(example)});
}

void refuse_alone(const Place& entry, std::string_view companion) {
  if (entry.parent()->element().find(companion) != nullptr) return;
  entry.fail_at_key(
      "misplaced-key",
      quoted(entry.key()) + " goes with " + quoted(companion) + ", and " + owner(entry) +
          " has none",
      {"write " + quoted(companion) + " beside it, or take " + quoted(entry.key()) + " out"});
}

bool is_first(const Place& entry, const Choice& choice, const Element*& chosen) {
  if (chosen == nullptr) {
    chosen = entry.key_element();
    return true;
  }
  if (chosen->text() == entry.key()) return false;  // the document told of keys written twice
  std::vector<std::string> notes{std::string(choice.rule) + "; the first one is in line " +
                                 std::to_string(chosen->line)};
  if (!choice.note.empty()) notes.emplace_back(choice.note);
  entry.fail_at_key(std::string(choice.code),
                    entry.parent()->subject() + " has " + std::string(choice.noun) + ", " +
                        quoted(chosen->text()) + " and " + quoted(entry.key()),
                    std::move(notes));
  return false;
}

}  // namespace headway::inline v0::yaml
