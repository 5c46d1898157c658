// Renamed tasks: found by their bodies, followed through edges and expressions.
#include "renamed_tasks.hpp"

#include <headway/base/name.hpp>

#include <array>
#include <limits>
#include <string_view>

namespace headway::inline v0 {
namespace {

using yaml::Tree;

constexpr std::array<std::string_view, 8> bodies{"command", "script",   "call", "pipeline",
                                                 "repeat",  "approval", "wait", "fail"};

const Tree* body_of(const Tree& task) {
  for (auto key : bodies) {
    if (const Tree* body = task.find(key)) return body;
  }
  return nullptr;
}

bool same_value(const Tree& a, const Tree& b) {
  return a.kind == b.kind && a.word == b.word && a.parts == b.parts;
}

/// A task without a body is told from others by nothing but the rest of its keys.
bool may_be_one(const Tree& left, const Tree& came) {
  const Tree* old_body = body_of(left);
  const Tree* new_body = body_of(came);
  if (old_body == nullptr || new_body == nullptr) {
    return old_body == new_body && !left.parts.empty() && same_value(left, came);
  }
  return old_body->key == new_body->key && same_value(*old_body, *new_body);
}

/// How many keys of two tasks differ.
std::size_t distance(const Tree& left, const Tree& came) {
  std::size_t differing = 0;
  for (const auto& part : left.parts) {
    const Tree* other = came.find(part.key);
    if (other == nullptr || !same_value(part, *other)) ++differing;
  }
  for (const auto& part : came.parts) {
    if (left.find(part.key) == nullptr) ++differing;
  }
  return differing;
}

std::string reference(const std::string& name) {
  return is_name(name) ? "tasks." + name : "tasks[\"" + name + "\"]";
}

bool is_part_of_name(char c) { return detail::is_letter(c) || detail::is_digit(c); }

void replace_reference(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    const auto end = at + from.size();
    const bool longer = is_name(from.substr(6)) && end < text.size() && is_part_of_name(text[end]);
    const bool inner = at > 0 && (is_part_of_name(text[at - 1]) || text[at - 1] == '.');
    if (!longer && !inner) text.replace(at, from.size(), to);
    at += longer || inner ? from.size() : to.size();
  }
}

void rename_edges(Tree& edges, const std::map<std::string, std::string>& names) {
  for (auto& edge : edges.parts) {
    std::string& name = edges.kind == Tree::Kind::map ? edge.key : edge.word;
    if (const auto found = names.find(name); found != names.end()) name = found->second;
  }
}

}  // namespace

std::map<std::string, std::string> renamed_tasks(const Tree& before, const Tree& after) {
  std::map<std::string, std::string> names;
  std::map<std::string, bool> taken;
  for (const auto& left : before.parts) {
    if (after.find(left.key) != nullptr) continue;
    const Tree* best = nullptr;
    auto least = std::numeric_limits<std::size_t>::max();
    for (const auto& came : after.parts) {
      if (before.find(came.key) != nullptr || taken[came.key]) continue;
      if (!may_be_one(left, came) || distance(left, came) >= least) continue;
      best = &came;
      least = distance(left, came);
    }
    if (best == nullptr) continue;
    taken[best->key] = true;
    names.emplace(left.key, best->key);
  }
  return names;
}

Tree with_new_names(Tree tree, const std::map<std::string, std::string>& names) {
  if (names.empty()) return tree;
  if (tree.kind == Tree::Kind::text) {
    for (const auto& [from, to] : names) {
      replace_reference(tree.word, reference(from), reference(to));
    }
  }
  if (tree.key == "depends_on") rename_edges(tree, names);
  for (auto& part : tree.parts) part = with_new_names(std::move(part), names);
  return tree;
}

}  // namespace headway::inline v0
