// Refusals: what FastTrack cannot express, and what it may do without.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/pipeline.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0::fasttrack {

/// Findings about a pipeline on its way out. Borrows where they go.
class Refusals {
 public:
  explicit Refusals(Diagnostics& found) : found_(found) {}

  /// A key whose loss would change what happens.
  void refuse(const std::string& path, SourceSpan span, std::vector<std::string> notes = {}) {
    found_.add({.code = "not-exportable",
                .message = "FastTrack cannot express \"" + path + '"',
                .span = std::move(span),
                .path = path,
                .notes = std::move(notes)});
  }

  /// A key that changes no result.
  void leave_out(const std::string& path, SourceSpan span, std::vector<std::string> notes = {}) {
    found_.add({.code = "left-out",
                .message = "FastTrack has no \"" + path + "\"; it was left out",
                .span = std::move(span),
                .path = path,
                .notes = std::move(notes),
                .severity = Severity::warning});
  }

 private:
  Diagnostics& found_;
};

/// What of the whole pipeline, of a task, and of its effective settings does not fit.
void refuse_parts(const Pipeline& pipeline, Refusals& refusals);
void refuse_parts(const Task& task, const Pipeline& pipeline, Refusals& refusals);
void refuse_parts(const SessionSettings& settings, const std::string& path, Refusals& refusals);

/// Whether the task is never done: `when: "false"`.
bool is_skipped(const Task& task);

}  // namespace headway::inline v0::fasttrack
