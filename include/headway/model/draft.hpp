// A pipeline under construction in C++: what was said so far, and what was wrong with it.
#pragma once

#include <headway/base/call_site.hpp>
#include <headway/base/invalid_pipeline.hpp>
#include <headway/base/name.hpp>
#include <headway/model/amount.hpp>
#include <headway/model/callable.hpp>
#include <headway/model/pipeline.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// A name with the place of the call that gives it, for functions that take a pack of arguments.
struct WrittenName {
  template <std::convertible_to<std::string_view> Spelling>
  WrittenName(const Spelling& spelling, CallSite call = CallSite::here())
      : name(std::string_view(spelling)), at(call) {}
  std::string name;
  CallSite at;
};

/// A list of tasks in a draft: the pipeline's own, those of its end, or the body of one `repeat`.
struct DraftList {
  std::uint32_t value = 0;  // from `first_body` on: of the repeat that was said so many-th
  friend auto operator<=>(DraftList, DraftList) = default;
};
inline constexpr DraftList own_tasks{0};
inline constexpr DraftList on_failure_tasks{1};
inline constexpr DraftList finally_tasks{2};
inline constexpr DraftList first_body{3};

/// A task of a draft by its place in its list, or the defaults. It stays good while lists grow.
struct DraftIndex {
  std::size_t value = 0;
  DraftList list{};
  friend auto operator<=>(DraftIndex, DraftIndex) = default;
};
inline constexpr DraftIndex draft_defaults{std::numeric_limits<std::size_t>::max()};

/// Names in use, and the line that took each.
using NamesTaken = std::map<std::string, std::uint32_t, std::less<>>;

/// What a builder and its handles write into. An identity: handles point to it. One thread at a
/// time.
class PipelineDraft {
 public:
  PipelineDraft(std::string name, CallSite at);
  PipelineDraft(const PipelineDraft&) = delete;
  PipelineDraft& operator=(const PipelineDraft&) = delete;

  /// A new task or param; a name that is illegal or taken becomes a finding.
  DraftIndex add_task(const WrittenName& name, DraftList list = own_tasks);
  std::size_t add_param(const WrittenName& name, Param param);
  /// The list of tasks that `owner` repeats; its body becomes a RepeatBody and stays one.
  DraftList add_body(DraftIndex owner);

  [[nodiscard]] Task& task(DraftIndex index) { return tasks(index.list)[index.value]; }
  [[nodiscard]] const Task& task(DraftIndex index) const { return tasks(index.list)[index.value]; }
  [[nodiscard]] const std::vector<Task>& tasks(DraftList list) const;
  [[nodiscard]] std::vector<Task>& tasks(DraftList list) {
    return const_cast<std::vector<Task>&>(std::as_const(*this).tasks(list));
  }
  [[nodiscard]] Param& param(std::size_t index) { return pipeline_.params[index]; }
  [[nodiscard]] SessionSettings& settings(DraftIndex index);
  [[nodiscard]] Pipeline& pipeline() { return pipeline_; }
  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

  /// A finding without candidates; `path` is `tasks.train.resources`.
  void mistake(std::string code, std::string message, SourceSpan span, std::string path,
               std::vector<std::string> notes = {});
  void mistake(Diagnostic finding) { found_.add(std::move(finding)); }
  /// Whether `name` is legal and new among `taken`; a finding where it is not. `kind`: `output`.
  bool check_name(NamesTaken& taken, std::string_view kind, const std::string& name,
                  const SourceSpan& span, const std::string& path);
  /// `amount` of `slot`; a finding and zero where it is none.
  Quantity quantity(const std::string& slot, const Amount& amount, const SourceSpan& span,
                    const std::string& path);

  /// `tasks.train`, `tasks.tune.repeat.tasks.step`, `finally.clean`, or `defaults`.
  [[nodiscard]] std::string path_of(DraftIndex index) const;
  [[nodiscard]] SourceSpan span(const CallSite& at);

  void add_callable(DraftIndex task, std::shared_ptr<Callable> callable);
  void declare_version(DraftIndex task, std::string version);
  [[nodiscard]] Callables callables() const;

  /// Throws InvalidPipeline with the mistakes so far and `more`.
  void throw_mistakes(Diagnostics more) const;

 private:
  [[nodiscard]] std::string callable_name(DraftIndex index) const;

  Pipeline pipeline_;
  Diagnostics found_;
  std::vector<DraftIndex> repeats_;  // whose body list `first_body + i` is
  std::map<DraftList, NamesTaken> task_names_;
  NamesTaken param_names_;
  std::map<DraftIndex, std::shared_ptr<Callable>> callables_;  // by their task
  std::shared_ptr<const Source> source_;  // of the latest span; calls mostly come from one file
};

// ---------------------------------------------------------------------------------------------

inline PipelineDraft::PipelineDraft(std::string name, CallSite at) {
  pipeline_.name = std::move(name);
  pipeline_.span = span(at);
}

inline SourceSpan PipelineDraft::span(const CallSite& at) {
  if (!source_ || source_->name != at.file) {
    source_ = std::make_shared<Source>(Source{.name = at.file, .text = {}});
  }
  return {.source = source_, .line = at.line, .column = at.column};
}

inline const std::vector<Task>& PipelineDraft::tasks(DraftList list) const {
  if (list == own_tasks) return pipeline_.tasks;
  if (list == on_failure_tasks) return pipeline_.on_failure;
  if (list == finally_tasks) return pipeline_.finally;
  const DraftIndex owner = repeats_[list.value - first_body.value];
  return std::get<RepeatBody>(task(owner).body).tasks;
}

inline DraftIndex PipelineDraft::add_task(const WrittenName& name, DraftList list) {
  auto& all = tasks(list);
  all.push_back({.name = name.name, .span = span(name.at)});
  const DraftIndex index{all.size() - 1, list};
  check_name(task_names_[list], "task", name.name, all.back().span, path_of(index));
  return index;
}

inline DraftList PipelineDraft::add_body(DraftIndex owner) {
  std::size_t at = 0;
  while (at < repeats_.size() && repeats_[at] != owner) ++at;
  if (at == repeats_.size()) {
    task(owner).body = RepeatBody{};
    repeats_.push_back(owner);
  }
  return {first_body.value + static_cast<std::uint32_t>(at)};
}

inline std::size_t PipelineDraft::add_param(const WrittenName& name, Param param) {
  param.name = name.name;
  param.span = span(name.at);
  check_name(param_names_, "param", name.name, param.span, "params." + name.name);
  pipeline_.params.push_back(std::move(param));
  return pipeline_.params.size() - 1;
}

inline SessionSettings& PipelineDraft::settings(DraftIndex index) {
  return index == draft_defaults ? pipeline_.defaults : task(index).settings;
}

inline void PipelineDraft::mistake(std::string code, std::string message, SourceSpan span,
                                   std::string path, std::vector<std::string> notes) {
  found_.add({.code = std::move(code),
              .message = std::move(message),
              .span = std::move(span),
              .path = std::move(path),
              .notes = std::move(notes)});
}

inline bool PipelineDraft::check_name(NamesTaken& taken, std::string_view kind,
                                      const std::string& name, const SourceSpan& span,
                                      const std::string& path) {
  const bool is_task = kind == "task";
  const std::string quoted = '"' + name + '"';
  if (!(is_task ? is_task_name(name) : is_name(name))) {
    mistake("illegal-name", quoted + " cannot be the name of this " + std::string(kind), span, path,
            {std::string("a name has letters, digits, \"_\"") + (is_task ? " and \"-\"" : "") +
             ", begins with a letter or \"_\", and is at most 63 long"});
    return false;
  }
  if (taken.emplace(name, span.line).second) return true;
  mistake("duplicate-name", "there are two " + std::string(kind) + "s " + quoted, span, path,
          {"the first is in line " + std::to_string(taken.find(name)->second) +
           "; rename one of them"});
  return false;
}

inline Quantity PipelineDraft::quantity(const std::string& slot, const Amount& amount,
                                        const SourceSpan& span, const std::string& path) {
  const Unit unit = unit_of(slot);
  if (const auto exact = amount.in(unit)) return *exact;
  mistake("bad-quantity", '"' + amount.text() + "\" is no quantity of \"" + slot + '"', span,
          path + '.' + slot,
          {unit == Unit::byte ? "write bytes, as in 4_GiB or \"512Mi\""
                              : "write a number of at most three decimals, as in 2 or 0.5"});
  return {};
}

inline std::string PipelineDraft::path_of(DraftIndex index) const {
  if (index == draft_defaults) return "defaults";
  const std::string& name = task(index).name;
  if (index.list == own_tasks) return "tasks." + name;
  if (index.list == on_failure_tasks) return "on_failure." + name;
  if (index.list == finally_tasks) return "finally." + name;
  return path_of(repeats_[index.list.value - first_body.value]) + ".repeat.tasks." + name;
}

/// The task's name; below the top also where it is, for two lists may have tasks of one name.
inline std::string PipelineDraft::callable_name(DraftIndex index) const {
  return index.list == own_tasks ? task(index).name : path_of(index);
}

inline void PipelineDraft::add_callable(DraftIndex task, std::shared_ptr<Callable> callable) {
  this->task(task).body = CallBody{{"cpp:" + callable_name(task), this->task(task).span}};
  callables_.insert_or_assign(task, std::move(callable));
}

inline void PipelineDraft::declare_version(DraftIndex task, std::string version) {
  callables_.at(task)->declare_version(std::move(version));
}

inline Callables PipelineDraft::callables() const {
  Callables all;
  for (const auto& [task, callable] : callables_) all.add(callable_name(task), callable);
  return all;
}

inline void PipelineDraft::throw_mistakes(Diagnostics more) const {
  Diagnostics all = found_;
  all.append(std::move(more));
  if (all.has_errors()) throw InvalidPipeline(std::move(all));
}

}  // namespace headway::inline v0
