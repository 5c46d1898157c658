// What the checks of a pipeline write their findings to.
#pragma once

#include "quoted_text.hpp"

#include <headway/base/diagnostic.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Where a finding is, as words joined by dots once there is one: a pipeline without mistakes
/// builds no paths. Borrows its words. A value.
class Where {
 public:
  Where(std::initializer_list<std::string_view> words) {
    for (std::string_view word : words) words_[size_++] = word;
  }

  [[nodiscard]] Where child(std::string_view word) const {
    Where inner = *this;
    inner.words_[inner.size_++] = word;
    return inner;
  }
  /// The `index`-th of the list it is.
  [[nodiscard]] Where at(std::size_t index) const {
    Where inner = *this;
    inner.index_ = static_cast<std::ptrdiff_t>(index);
    return inner;
  }

  [[nodiscard]] std::string text() const {
    std::string path;
    for (std::size_t i = 0; i < size_; ++i) path.append(i == 0 ? "" : ".").append(words_[i]);
    return index_ < 0 ? path : path + '[' + std::to_string(index_) + ']';
  }

 private:
  std::array<std::string_view, 8> words_{};
  std::size_t size_ = 0;
  std::ptrdiff_t index_ = -1;
};

/// Findings, and a budget for what a hostile file would multiply: thousands of unknown names among
/// thousands of known ones, thousands of uses of a type of thousands of words. One thread at a
/// time.
class Findings {
 public:
  /// While it lives, what is found is within a part of the file: `tasks.a` becomes
  /// `<within>.<tasks>.a`, `outputs.x` becomes `<within>.outputs.x`.
  class Within {
   public:
    Within(Findings& findings, const std::string& within, std::string tasks)
        : findings_(findings), outer_(findings.within_), outer_tasks_(findings.tasks_) {
      if (!within.empty()) findings.within_ = findings.placed(within) + '.';
      findings.tasks_ = std::move(tasks);
    }
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;
    ~Within() {
      findings_.within_ = std::move(outer_);
      findings_.tasks_ = std::move(outer_tasks_);
    }

   private:
    Findings& findings_;
    std::string outer_;
    std::string outer_tasks_;
  };

  void add(Diagnostic finding) {
    if (full()) return;
    finding.path = placed(finding.path);
    all_.add(std::move(finding));
  }
  void add(const Diagnostics& more, const Where& where) {
    for (Diagnostic finding : more) {
      if (finding.path.empty()) finding.path = where.text();
      add(std::move(finding));
    }
  }

  /// Likely intended ones among the names of `elements` (anything with a `name`).
  template <class Elements>
  std::vector<std::string> candidates(std::string_view word, const Elements& elements) {
    if (elements.size() > comparisons_left_) return {};
    comparisons_left_ -= elements.size();
    std::vector<std::string> names;
    names.reserve(elements.size());
    for (const auto& element : elements) names.push_back(element.name);
    return closest(word, names);
  }

  /// Whether there is room for so many steps more of what could multiply. Where there is none, a
  /// check may tell less, never something wrong.
  [[nodiscard]] bool affords(std::size_t steps) {
    if (steps > steps_left_) return false;
    steps_left_ -= steps;
    return true;
  }

  [[nodiscard]] std::size_t size() const { return all_.size(); }
  /// Whether more would not be listed: expressions need not be looked at any further.
  [[nodiscard]] bool full() const { return all_.size() >= most_findings; }

  /// All of them; `file` is the place of what says that there are more.
  [[nodiscard]] Diagnostics take(const SourceSpan& file = {}) {
    if (full()) {
      all_.add({.code = "too-many-findings",
                .message = "there may be more than the findings listed here",
                .span = {.source = file.source},
                .notes = {"the first thousand are listed; mend some and ask again"}});
    }
    return std::move(all_);
  }

 private:
  [[nodiscard]] std::string placed(const std::string& path) const {
    constexpr std::string_view tasks = "tasks";
    return within_ + (path.starts_with(tasks) ? tasks_ + path.substr(tasks.size()) : path);
  }

  static constexpr std::size_t most_findings = 1000;

  Diagnostics all_;
  std::string within_;
  std::string tasks_ = "tasks";
  std::size_t comparisons_left_ = 1'000'000;
  std::size_t steps_left_ = 5'000'000;
};

}  // namespace headway::inline v0
