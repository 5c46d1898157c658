// Diagnostics: what is wrong with the user's input, as data, and how it is shown.
#pragma once

#include <headway/base/excerpt.hpp>
#include <headway/base/source_span.hpp>

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace headway::inline v0 {

enum class Severity { error, warning };

std::string_view to_string(Severity severity);

/// One finding. A value. The code is a stable word with a page of its own in docs/errors/.
struct Diagnostic {
  std::string code;                       // e.g. "unknown-task"
  std::string message;                    // one sentence, no full stop, names in quotes
  SourceSpan span{};                      // where
  std::string path{};                     // what, e.g. "tasks.train.resources.gpu"
  std::vector<std::string> notes{};       // the reason and the next step, a line each
  std::vector<std::string> candidates{};  // likely intended words, best first
  Severity severity = Severity::error;
  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// All findings of one pass, in the order of the file. A value.
class Diagnostics {
 public:
  void add(Diagnostic finding) { findings_.push_back(std::move(finding)); }
  void append(Diagnostics more);

  /// Orders by file, line and column; findings of one place keep the order they were found in.
  void sort();

  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] bool empty() const { return findings_.empty(); }
  [[nodiscard]] std::size_t size() const { return findings_.size(); }
  [[nodiscard]] auto begin() const { return findings_.begin(); }
  [[nodiscard]] auto end() const { return findings_.end(); }
  [[nodiscard]] const Diagnostic& operator[](std::size_t i) const { return findings_[i]; }

 private:
  std::vector<Diagnostic> findings_;
};

/// `file:line:col: error[code]: message`, the source line with a caret below it, candidates and
/// notes. Control characters of the input are shown escaped; long lines are cut around the caret.
std::string render(const Diagnostic& finding);
std::string render(const Diagnostics& findings);

/// The candidates closest to `word` by edit distance, best first, at most three; none if nothing is
/// near. Damerau–Levenshtein (optimal string alignment), case ignored, O(|word| · Σ|candidate|).
std::vector<std::string> closest(std::string_view word, const std::vector<std::string>& candidates);

// ---------------------------------------------------------------------------------------------

namespace detail {

inline std::string place_of(const SourceSpan& span) {
  if (!span.source) return {};
  std::string place = escaped(span.source->name) + ':';
  if (span.line == 0) return place + ' ';
  place += std::to_string(span.line) + ':';
  if (span.column != 0) place += std::to_string(span.column) + ':';
  return place + ' ';
}

/// Lines of a message or note: escaped one by one, the later ones indented.
inline std::string escaped_lines(std::string_view text, std::string_view indent) {
  std::string result;
  for (;;) {
    const auto end = text.find('\n');
    result += escaped(text.substr(0, end));
    if (end == std::string_view::npos) return result;
    result.append("\n").append(indent);
    text.remove_prefix(end + 1);
  }
}

/// `"a", "b" or "c"`.
inline std::string alternatives(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text.append("\"").append(escaped(words[i])).append("\"");
  }
  return text;
}

inline std::string render(const Diagnostic& finding, LineFinder& lines) {
  std::string text = place_of(finding.span);
  text.append(to_string(finding.severity)).append("[").append(finding.code).append("]: ");
  text += escaped_lines(finding.message, "  ") + '\n';
  const auto shown = excerpt(finding.span, lines);
  text += shown;
  if (shown.empty() && !finding.path.empty()) text += "  in " + escaped(finding.path) + '\n';
  if (!finding.candidates.empty()) {
    text += "  did you mean " + alternatives(finding.candidates) + "?\n";
  }
  for (const auto& note : finding.notes) text += "  = " + escaped_lines(note, "    ") + '\n';
  return text;
}

/// Words that differ in case and in `-` for `_` only are the same to a reader.
inline char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '_' : c;
}

/// Three rows of the matrix of the optimal string alignment distance, and its words.
struct Alignment {
  std::string_view from;
  std::string_view to;
  std::vector<std::size_t> before_last{};
  std::vector<std::size_t> last{};
  std::vector<std::size_t> current{};

  [[nodiscard]] bool same(std::size_t i, std::size_t j) const {
    return folded(from[i]) == folded(to[j]);
  }
  void fill(std::size_t i) {
    current[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      std::size_t least = last[j] + (same(i, j) ? 0 : 1);
      if (last[j + 1] + 1 < least) least = last[j + 1] + 1;
      if (current[j] + 1 < least) least = current[j] + 1;
      const bool swapped = i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j);
      if (swapped && before_last[j - 1] + 1 < least) least = before_last[j - 1] + 1;
      current[j + 1] = least;
    }
    before_last.swap(last);
    last.swap(current);
  }
};

/// Damerau–Levenshtein distance without overlapping edits; letters that differ in case are equal.
inline std::size_t edit_distance(std::string_view from, std::string_view to) {
  const std::vector<std::size_t> row(to.size() + 1);
  Alignment table{.from = from, .to = to, .before_last = row, .last = row, .current = row};
  for (std::size_t j = 0; j <= to.size(); ++j) table.last[j] = j;
  for (std::size_t i = 0; i < from.size(); ++i) table.fill(i);
  return table.last[to.size()];
}

/// A third of the longer word may differ, at least one letter, but never every letter.
inline bool near(std::string_view word, std::string_view candidate, std::size_t& distance) {
  const bool longer = word.size() > candidate.size();
  const std::size_t longest = longer ? word.size() : candidate.size();
  const std::size_t shortest = longer ? candidate.size() : word.size();
  const std::size_t limit = longest < 3 ? 1 : longest / 3;
  if (shortest == 0 || longest - shortest > limit) return false;
  distance = edit_distance(word, candidate);
  return distance <= limit && distance < longest;
}

}  // namespace detail

inline std::string_view to_string(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

inline void Diagnostics::append(Diagnostics more) {
  for (auto& finding : more.findings_) add(std::move(finding));
}

inline void Diagnostics::sort() {
  using Place = std::tuple<std::string, std::uint32_t, std::uint32_t>;
  std::multimap<Place, Diagnostic> ordered;  // equal places keep their order
  for (auto& finding : findings_) {
    const auto& span = finding.span;
    Place place(span.source ? span.source->name : std::string(), span.line, span.column);
    ordered.emplace(std::move(place), std::move(finding));
  }
  findings_.clear();
  for (auto& [place, finding] : ordered) add(std::move(finding));
}

inline bool Diagnostics::has_errors() const {
  for (const auto& finding : findings_) {
    if (finding.severity == Severity::error) return true;
  }
  return false;
}

inline std::string render(const Diagnostic& finding) {
  LineFinder lines;
  return detail::render(finding, lines);
}

inline std::string render(const Diagnostics& findings) {
  LineFinder lines;
  std::string text;
  for (const auto& finding : findings) text += detail::render(finding, lines);
  return text;
}

inline std::vector<std::string> closest(std::string_view word,
                                        const std::vector<std::string>& candidates) {
  std::multimap<std::size_t, std::string> ordered;
  for (const auto& candidate : candidates) {
    std::size_t distance = 0;
    if (detail::near(word, candidate, distance)) ordered.emplace(distance, candidate);
  }
  std::vector<std::string> best;
  for (auto& [distance, candidate] : ordered) {
    if (best.size() < 3) best.push_back(std::move(candidate));
  }
  return best;
}

}  // namespace headway::inline v0
