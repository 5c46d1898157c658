// Diagnostics: what is wrong with the user's input, as data, and how it is shown.
#pragma once

#include <headway/base/source_span.hpp>

#include <string>
#include <string_view>
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
/// near. Damerau–Levenshtein (optimal string alignment), O(|word| · Σ|candidate|).
std::vector<std::string> closest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace headway::inline v0
