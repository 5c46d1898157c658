// Reading what a plan is made from.
#include "cli/planning_files.hpp"

#include "cli/text_file.hpp"

#include <headway/base/decimal.hpp>
#include <headway/base/invalid_pipeline.hpp>
#include <headway/base/quantity.hpp>
#include <headway/yaml/tree.hpp>

#include <cmath>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

namespace headway::cli {

namespace {

using yaml::Tree;

/// Reads one file, and collects what is wrong with it.
class PlanningFile {
 public:
  explicit PlanningFile(const std::string& path)
      : tree_(yaml::read_tree(read_text(path), path, found_)) {}

  [[nodiscard]] const Tree* tree() const { return tree_ ? &*tree_ : nullptr; }

  bool expect(const Tree& tree, Tree::Kind kind, const std::string& what) {
    if (tree.kind == kind) return true;
    add("wrong-type", what, tree.span);
    return false;
  }
  void add(std::string code, std::string message, SourceSpan span,
           std::vector<std::string> notes = {}, std::vector<std::string> candidates = {}) {
    found_.add({.code = std::move(code),
                .message = std::move(message),
                .span = std::move(span),
                .notes = std::move(notes),
                .candidates = std::move(candidates)});
  }
  void finish() {
    found_.sort();
    if (found_.has_errors()) throw InvalidPipeline(std::move(found_));
  }

 private:
  Diagnostics found_;
  std::optional<Tree> tree_;
};

std::optional<Duration> duration_of(const Tree& tree) {
  if (tree.kind == Tree::Kind::text) return parse_duration(tree.word);
  if (tree.kind != Tree::Kind::integer && tree.kind != Tree::Kind::floating) return {};
  constexpr double most = 1e12;  // seconds
  const double seconds = std::strtod(tree.word.c_str(), nullptr);
  if (!(seconds >= 0 && seconds <= most)) return {};
  return Duration{std::llround(seconds * 1e6)};
}

void check_keys(PlanningFile& file, const Tree& tree, const std::vector<std::string>& known) {
  for (const Tree& part : tree.parts) {
    if (std::set<std::string>(known.begin(), known.end()).contains(part.key)) continue;
    file.add("unknown-key", "a node has no \"" + part.key + '"', part.key_span,
             {"a node has a name, resources and devices"}, closest(part.key, known));
  }
}

void read_amounts(PlanningFile& file, const Tree& tree, Resources& into) {
  if (!file.expect(tree, Tree::Kind::map, "what a node has is a map from slots to quantities")) {
    return;
  }
  for (const Tree& part : tree.parts) {
    const auto quantity =
        part.is_scalar() ? parse_quantity(part.word, unit_of(part.key)) : std::nullopt;
    if (quantity) {
      into.set(part.key, *quantity);
    } else {
      file.add("bad-quantity", "\"" + part.word + "\" is no quantity of \"" + part.key + '"',
               part.span, {"such as 8, 0.5, or 32Gi of what is counted in bytes"});
    }
  }
}

Node read_node(PlanningFile& file, const Tree& tree) {
  Node node;
  if (!file.expect(tree, Tree::Kind::map, "a node is a map with a name and resources")) {
    return node;
  }
  check_keys(file, tree, {"name", "resources", "devices"});
  const Tree* name = tree.find("name");
  if (name == nullptr || !name->is_scalar() || name->word.empty()) {
    file.add("missing-key", "a node has no name", tree.span, {"give it one: \"name\": \"a\""});
  } else {
    node.name = name->word;
  }
  for (const char* key : {"resources", "devices"}) {
    if (const Tree* amounts = tree.find(key)) read_amounts(file, *amounts, node.resources);
  }
  return node;
}

}  // namespace

std::map<std::string, Spanned<Duration>> read_durations(const std::string& path) {
  PlanningFile file(path);
  std::map<std::string, Spanned<Duration>> durations;
  const Tree* tree = file.tree();
  if (tree != nullptr && file.expect(*tree, Tree::Kind::map,
                                     "durations are a map from instances or tasks to seconds")) {
    for (const Tree& part : tree->parts) {
      const auto duration = duration_of(part);
      if (!duration) {
        file.add("bad-duration", "\"" + part.key + "\" takes no \"" + part.word + '"', part.span,
                 {"a duration is a number of seconds, or a text such as 20m"});
      }
      durations[part.key] = {duration.value_or(Duration{}), part.key_span};
    }
  }
  file.finish();
  return durations;
}

std::vector<Node> read_nodes(const std::string& path) {
  PlanningFile file(path);
  std::vector<Node> nodes;
  std::set<std::string> names;
  const Tree* tree = file.tree();
  if (tree != nullptr && file.expect(*tree, Tree::Kind::list, "nodes are a list")) {
    for (const Tree& part : tree->parts) {
      nodes.push_back(read_node(file, part));
      if (!nodes.back().name.empty() && !names.insert(nodes.back().name).second) {
        file.add("duplicate-name", "there are two nodes \"" + nodes.back().name + '"', part.span);
      }
    }
    if (nodes.empty()) file.add("missing-key", "there is no node in the list", tree->span);
  }
  file.finish();
  return nodes;
}

}  // namespace headway::cli
