// Field: forms, paths and what is said about a value of the wrong form.
#include "field.hpp"

#include <charconv>

namespace headway::inline v0 {
namespace {

std::string seen(const yaml::Tree& tree) {
  switch (tree.kind) {
    case yaml::Tree::Kind::null: return "nothing";
    case yaml::Tree::Kind::list: return "a list";
    case yaml::Tree::Kind::map: return "a mapping";
    default: return '"' + tree.word.substr(0, 40) + '"';
  }
}

}  // namespace

bool Field::is_blank() const {
  if (tree_->kind == Kind::null) return true;
  return tree_->is_scalar() ? tree_->word.empty() : tree_->parts.empty();
}

std::optional<Field> Field::find(std::string_view name) const {
  for (std::size_t i = 0; i < tree_->parts.size(); ++i) {
    if (is_map() && tree_->parts[i].key == name) return part(i);
  }
  return {};
}

Field Field::part(std::size_t at) const {
  Field result(tree_->parts[at], *found_);
  if (is_map()) {
    result.path_ = path_.empty() ? result.key() : path_ + '.' + result.key();
  } else {
    result.path_ = path_ + '[' + std::to_string(at) + ']';
  }
  return result;
}

void Field::refuse(std::string_view expected) const {
  const std::string subject = key().empty() ? "this" : '"' + key() + '"';
  fail("wrong-type", subject + " is " + std::string(expected) + ", not " + seen(*tree_));
}

std::optional<std::string> Field::text() const {
  if (tree_->kind == Kind::null) return std::string();
  if (tree_->is_scalar()) return tree_->word;
  refuse("a string");
  return {};
}

std::optional<bool> Field::flag() const {
  if (tree_->kind == Kind::boolean) return tree_->word == "true";
  if (tree_->kind == Kind::null) return false;
  refuse("true or false");
  return {};
}

std::optional<std::int64_t> Field::count(std::int64_t least) const {
  const auto& word = tree_->word;
  std::int64_t number = 0;
  const auto end = std::from_chars(word.data(), word.data() + word.size(), number);
  const bool whole = end.ec == std::errc() && end.ptr == word.data() + word.size();
  if (tree_->is_scalar() && whole && number >= least) return number;
  refuse("a whole number of at least " + std::to_string(least));
  return {};
}

bool Field::expect(Kind kind) const {
  if (tree_->kind == kind || tree_->kind == Kind::null) return true;
  refuse(kind == Kind::list ? "a list" : "a mapping");
  return false;
}

void Field::add(SourceSpan span, Severity severity, std::string code, std::string message,
                std::vector<std::string> notes, std::vector<std::string> candidates) const {
  found_->add({.code = std::move(code),
               .message = std::move(message),
               .span = std::move(span),
               .path = path_,
               .notes = std::move(notes),
               .candidates = std::move(candidates),
               .severity = severity});
}

void refuse_unknown(const Field& map, const Field& entry, const std::vector<std::string>& known) {
  std::string owner = "a FastTrack file";
  if (!map.path().empty()) owner = map.key().empty() ? map.path() : '"' + map.key() + '"';
  auto candidates = closest(entry.key(), known);
  std::vector<std::string> notes;
  if (candidates.empty()) notes = {"it would be lost in the conversion; take it out to go on"};
  entry.fail_at_key("unknown-key", owner + " has no key \"" + entry.key() + '"', std::move(notes),
                    std::move(candidates));
}

}  // namespace headway::inline v0
