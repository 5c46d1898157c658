// Diff: two canonical trees, compared key by key.
#include "renamed_tasks.hpp"

#include <headway/view/diff.hpp>

#include <utility>

namespace headway::inline v0 {
namespace {

using yaml::Tree;
using Kind = Difference::Kind;

class Comparison {
 public:
  PipelineDiff compare(const Tree& before, const Tree& after) {
    maps(before, after);
    return std::move(found_);
  }

 private:
  /// Where a map's keys are names of tasks.
  [[nodiscard]] bool is_at_tasks() const {
    if (path_.empty()) return false;
    const auto& key = path_.back();
    return key == "tasks" || (path_.size() == 1 && (key == "on_failure" || key == "finally"));
  }

  void add(Kind kind, Tree before, Tree after) {
    found_.push_back(
        {.kind = kind, .path = path_, .before = std::move(before), .after = std::move(after)});
  }

  void maps(const Tree& before, const Tree& after) {
    const auto names =
        is_at_tasks() ? renamed_tasks(before, after) : std::map<std::string, std::string>();
    std::size_t seen = 0;  // entries of `after` whose additions are told
    for (const auto& part : before.parts) {
      const auto renamed = names.find(part.key);
      const auto& key = renamed == names.end() ? part.key : renamed->second;
      if (const Tree* other = after.find(key)) {
        const auto place = static_cast<std::size_t>(other - after.parts.data());
        for (; seen < place; ++seen) addition(after.parts[seen], before, names);
      }
      entry(part, key, after);
    }
    for (; seen < after.parts.size(); ++seen) addition(after.parts[seen], before, names);
  }

  void addition(const Tree& part, const Tree& before,
                const std::map<std::string, std::string>& names) {
    if (before.find(part.key) != nullptr || is_new_name(names, part.key)) return;
    path_.push_back(part.key);
    add(Kind::added, {}, part);
    path_.pop_back();
  }

  static bool is_new_name(const std::map<std::string, std::string>& names, std::string_view key) {
    for (const auto& [before, after] : names) {
      if (after == key) return true;
    }
    return false;
  }

  void entry(const Tree& before, const std::string& key, const Tree& after) {
    path_.push_back(key);
    const Tree* other = after.find(key);
    if (key != before.key) add(Kind::renamed, Tree::of_text(before.key), Tree::of_text(key));
    if (other == nullptr) {
      add(Kind::removed, before, {});
    } else {
      values(before, *other);
    }
    path_.pop_back();
  }

  void values(const Tree& before, const Tree& after) {
    const bool both_maps = before.kind == Tree::Kind::map && after.kind == Tree::Kind::map;
    if (both_maps) return maps(before, after);
    const bool same = before.kind == after.kind && before.word == after.word;
    if (!same || line_of(before) != line_of(after)) add(Kind::changed, before, after);
  }

  std::vector<std::string> path_;
  PipelineDiff found_;
};

/// The new names of all tasks that were renamed, wherever they are listed.
void collect_names(const Tree& before, const Tree& after, std::string_view key,
                   std::map<std::string, std::string>& names) {
  if (key == "tasks" || key == "on_failure" || key == "finally") {
    names.merge(renamed_tasks(before, after));
  }
  for (const auto& part : before.parts) {
    const Tree* other = after.find(part.key);
    if (other != nullptr) collect_names(part, *other, part.key, names);
  }
}

}  // namespace

std::string_view to_string(Difference::Kind kind) {
  switch (kind) {
    case Kind::added: return "added";
    case Kind::removed: return "removed";
    case Kind::changed: return "changed";
    case Kind::renamed: return "renamed";
  }
  return "changed";
}

PipelineDiff diff(const Pipeline& before, const Pipeline& after) {
  const Tree old_tree = yaml::tree_of(before);
  const Tree new_tree = yaml::tree_of(after);
  std::map<std::string, std::string> names;
  collect_names(old_tree, new_tree, {}, names);
  return Comparison().compare(with_new_names(old_tree, names), new_tree);
}

}  // namespace headway::inline v0
