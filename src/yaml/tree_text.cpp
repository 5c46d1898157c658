// Tree: from the document layer to values, and back to text.
#include "draft.hpp"
#include "place.hpp"
#include "quoting.hpp"
#include "save_task.hpp"

#include <headway/yaml/tree.hpp>

namespace headway::inline v0::yaml {
namespace {

Tree::Kind kind_of(Meaning meaning) {
  switch (meaning) {
    case Meaning::boolean: return Tree::Kind::boolean;
    case Meaning::integer: return Tree::Kind::integer;
    case Meaning::floating: return Tree::Kind::floating;
    case Meaning::text: return Tree::Kind::text;
    case Meaning::list: return Tree::Kind::list;
    case Meaning::map: return Tree::Kind::map;
    default: return Tree::Kind::null;
  }
}

Tree tree_at(const Place& at) {
  const auto meaning = at.meaning();
  Tree tree{.key = std::string(at.key()),
            .kind = kind_of(meaning),
            .word = std::string(at.element().text()),
            .span = at.span(),
            .key_span = at.key_span()};
  if (meaning == Meaning::number_out_of_range || meaning == Meaning::mismatched_tag) {
    static_cast<void>(at.value());  // says what is wrong with it
  }
  tree.parts.reserve(at.element().count());
  if (meaning == Meaning::list) {
    at.each_item([&](const Place& item) { tree.parts.push_back(tree_at(item)); });
  } else if (meaning == Meaning::map) {
    at.each_entry([&](const Place& entry) { tree.parts.push_back(tree_at(entry)); });
  }
  return tree;
}

Draft draft_of(const Tree& tree) {
  if (tree.kind == Tree::Kind::text) return Draft::of_text(tree.word);
  if (tree.is_scalar()) return Draft::of_word(tree.word.empty() ? "null" : tree.word);
  const bool list = tree.kind == Tree::Kind::list;
  Draft draft{.kind = list ? Draft::Kind::list : Draft::Kind::map, .layout = Draft::Layout::tall};
  for (const auto& part : tree.parts) draft.entry(part.key, draft_of(part));
  return draft;
}

Tree tree_of(const Draft& draft) {
  if (draft.kind == Draft::Kind::text) return Tree::of_text(draft.word);
  if (draft.kind == Draft::Kind::word) {
    return {.kind = kind_of(meaning_of(draft.word)), .word = draft.word};
  }
  auto tree = draft.kind == Draft::Kind::list ? Tree::list() : Tree::map();
  for (const auto& [key, part] : draft.parts) tree.entry(key, tree_of(part));
  return tree;
}

}  // namespace

std::optional<Tree> read_tree(std::string_view text, std::string_view name, Diagnostics& found) {
  const auto document = parse(text, name, found);
  if (!document) return {};
  Reading reading{*document, found};
  return tree_at(Place(reading, document->root()));
}

Tree tree_of(const Pipeline& pipeline) { return tree_of(draft_of_pipeline(pipeline)); }

std::string write(const Tree& document) { return write(draft_of(document)); }

std::string line_of(const Tree& value) {
  if (value.kind == Tree::Kind::text) return quoted(value.word, Surroundings::flow);
  if (value.is_scalar()) return value.word.empty() ? "null" : value.word;
  const bool list = value.kind == Tree::Kind::list;
  std::string line(1, list ? '[' : '{');
  for (const auto& part : value.parts) {
    if (line.size() > 1) line += ", ";
    if (!list) line += quoted(part.key, Surroundings::flow) + ": ";
    line += line_of(part);
  }
  return line + (list ? ']' : '}');
}

}  // namespace headway::inline v0::yaml
