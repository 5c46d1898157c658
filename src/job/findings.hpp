// What the checks of a pipeline write their findings to.
#pragma once

#include <headway/base/diagnostic.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// Where a finding is, as words joined by dots once there is one: a pipeline without mistakes
/// builds no paths. Borrows its words. A value.
struct Where {
  std::string_view first{};
  std::string_view second{};
  std::string_view third{};
  std::string_view fourth{};
  int index = -1;  // of a list; not shown when negative

  [[nodiscard]] std::string text() const {
    std::string path(first);
    for (std::string_view word : {second, third, fourth}) {
      if (!word.empty()) path.append(".").append(word);
    }
    return index < 0 ? path : path + '[' + std::to_string(index) + ']';
  }
};

/// Findings, and the candidates for unknown names under a budget: a hostile file with thousands of
/// unknown names would else cost their number squared. One thread at a time.
class Findings {
 public:
  /// While it lives, what is found is within a part of the file: `tasks.a` becomes
  /// `<within>.<tasks>.a`.
  class Within {
   public:
    Within(Findings& findings, const std::string& within, std::string tasks)
        : findings_(findings), outer_(findings.within_), outer_tasks_(findings.tasks_) {
      findings.within_ += within.empty() ? "" : within + '.';
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
    constexpr std::string_view tasks = "tasks";
    if (finding.path.starts_with(tasks)) {
      finding.path = within_ + tasks_ + finding.path.substr(tasks.size());
    }
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

  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] Diagnostics take() { return std::move(all_); }

 private:
  Diagnostics all_;
  std::string within_;
  std::string tasks_ = "tasks";
  std::size_t comparisons_left_ = 1'000'000;
};

inline std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace headway::inline v0
