// Holes: by path for what lies within them, by name for what refers to them.
#include "holes.hpp"

#include <algorithm>
#include <array>

namespace headway::inline v0 {
namespace {

/// What may be found only because something is missing of the element itself, or of one that it
/// names, such as its type. All else is said about what stands there.
constexpr std::array absences{"missing-body",
                              "missing-key",
                              "misplaced-key",
                              "conflicting-keys",
                              "unknown-axis",
                              "unknown-axis-value",
                              "incomplete-combination",
                              "empty-matrix",
                              "unknown-output",
                              "unknown-field",
                              "unknown-name",
                              "unknown-slot",
                              "wrong-type",
                              "wrong-operand",
                              "name-not-available",
                              "output-of-failed-task",
                              "unreachable-rule",
                              "constant-state",
                              "unanswered-output",
                              "missing-param",
                              "not-supported-yet",
                              "empty-command",
                              "out-of-range"};
template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

bool names(std::string_view text, std::string_view name) {
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    const bool begins = at == 0 || !is_name_part(text[at - 1]);
    if (begins && (end == text.size() || !is_name_part(text[end]))) return true;
  }
  return false;
}

/// More holes than this, and the rest is told when they are mended.
constexpr std::size_t most_holes = 100;
/// Longer lines are those of machines.
constexpr std::size_t longest_line = 4096;

/// Whether one of the paths lies within the other.
bool overlap(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (a.size() == b.size() || b[a.size()] == '.' || b[a.size()] == '[');
}

/// Whether the words after `word` are names, in a path where `before` comes before it.
bool is_section(std::string_view word, std::string_view before) {
  if (word == "tasks") return before.empty() || before == "repeat";
  return before.empty() && (word == "params" || word == "on_failure" || word == "finally");
}

/// `params.x.default`: whatever stands there, the param has the type beside it.
bool is_default(std::string_view path) {
  if (!path.starts_with("params.")) return false;
  const auto key = path.find('.', path.find('.') + 1);
  return key != std::string_view::npos && path.substr(key).starts_with(".default");
}

}  // namespace

Holes::Holes(const Diagnostics& reading, const SourceSpan& main) {
  everything_ = main.source == nullptr;
  for (const auto& error : reading) {
    if (error.severity != Severity::error || is_default(error.path)) continue;
    const bool elsewhere = error.span.source != main.source;
    const bool unplaced = error.path.empty() && error.code != "missing-key";
    if (elsewhere || unplaced) everything_ = true;
    if (!everything_) add(error.path);
  }
  everything_ = everything_ || names_.size() > most_holes;
}

void Holes::add(std::string_view path) {
  if (path.empty()) return;
  std::string_view before;
  bool in_section = false;
  std::size_t element = 0;  // where the innermost one ends
  for (std::size_t begin = 0; begin < path.size();) {
    const auto end = std::min(path.find('.', begin), path.size());
    const auto word = path.substr(begin, end - begin);
    if (in_section) names_.emplace_back(word), element = end;
    in_section = !in_section && is_section(word, before);
    before = word;
    begin = end + 1;
  }
  everything_ = everything_ || (element == 0 && in_section);
  paths_.emplace_back(path.substr(0, in_section ? path.rfind('.') : path.size()));
  elements_.emplace_back(path.substr(0, element > 0 ? element : path.find_first_of(".[")));
  for (const char* start : {"limits", "defaults", "secrets"}) {
    settings_ = settings_ || path.starts_with(start);
  }
}

Diagnostics Holes::without_consequences(Diagnostics found) const {
  if (paths_.empty()) return found;
  LineFinder lines;
  Diagnostics kept;
  for (const auto& finding : found) {
    if (!may_cause(finding, lines.line_of(finding.span))) kept.add(finding);
  }
  return kept;
}

bool Holes::may_cause(const Diagnostic& finding, std::string_view line) const {
  const auto any = [](const std::vector<std::string>& all, const auto& holds) {
    return std::any_of(all.begin(), all.end(), holds);
  };
  if (any(paths_, [&](const auto& path) { return overlap(path, finding.path); })) return true;
  if (settings_ && finding.code == "unknown-secret") return true;
  if (!has(absences, finding.code)) return false;
  if (settings_ || line.size() > longest_line) return true;
  const auto holds = [&](const auto& element) { return overlap(element, finding.path); };
  if (any(elements_, holds)) return true;
  return any(names_, [&](const auto& name) { return names(line, name); });
}

}  // namespace headway::inline v0
