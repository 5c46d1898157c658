// Keys: what is said about those that are not read.
#include "keys.hpp"

namespace headway::inline v0::yaml {
namespace {

std::string quoted(std::string_view word) { return '"' + std::string(word) + '"'; }

std::string owner(const Place& entry) {
  const Place* map = entry.parent();
  return map == nullptr || map->parent() == nullptr ? "a pipeline file" : map->subject();
}

}  // namespace

void refuse_unknown(const Place& entry, const std::vector<std::string>& known) {
  if (entry.is_full() || entry.is_merge_key()) return;  // the document told of merge keys
  auto candidates = closest(entry.key(), known);
  std::vector<std::string> notes;
  if (candidates.empty()) notes = {"keys that begin with x- are free for notes and anchors"};
  entry.fail_at_key("unknown-key", owner(entry) + " has no key " + quoted(entry.key()),
                    std::move(notes), std::move(candidates));
}

void refuse_later(const Place& entry) {
  entry.fail_at_key(
      "not-supported-yet", quoted(entry.key()) + " is not supported yet",
      {"the reference has this key, and a later version will read it; take it out for "
       "now"});
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

}  // namespace headway::inline v0::yaml
