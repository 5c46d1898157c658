// Holes: what reading could not put into a pipeline, and what validating finds because of it.
#pragma once

#include <headway/base/diagnostic.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// One mistake is told once: a task whose `outputs` could not be read has none, and whoever uses
/// one must not be told that there is none. A value.
class Holes {
 public:
  /// From the errors of reading the file that `main` is the place of.
  Holes(const Diagnostics& reading, const SourceSpan& main);

  /// Whether so much is missing that nothing can be said about the rest.
  [[nodiscard]] bool hide_everything() const { return everything_; }
  /// What there is to say although there are holes.
  [[nodiscard]] Diagnostics without_consequences(Diagnostics found) const;

 private:
  void add(std::string_view path);
  [[nodiscard]] bool may_cause(const Diagnostic& finding, std::string_view line) const;

  bool everything_ = false;
  bool settings_ = false;                // caps, defaults, secrets: what tasks refer to
  std::vector<std::string> paths_{};     // `tasks.train.outputs`
  std::vector<std::string> elements_{};  // `tasks.train`, `params.rates`
  std::vector<std::string> names_{};     // `train`, `rates`
};

}  // namespace headway::inline v0
