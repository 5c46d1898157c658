// Session settings: the keys a task shares with `defaults`, and how the two merge.
#pragma once

#include <headway/base/quantity.hpp>
#include <headway/base/source_span.hpp>
#include <headway/base/time.hpp>
#include <headway/model/retry.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A key that may be absent, given, or explicitly `null` (which takes a default away). A value.
template <class T>
class Setting {
 public:
  Setting() = default;
  Setting(T value, SourceSpan span = {})
      : value_(std::move(value)), span_(std::move(span)), written_(true) {}
  static Setting null(SourceSpan span = {}) {
    Setting setting;
    setting.span_ = std::move(span);
    setting.written_ = true;
    return setting;
  }

  [[nodiscard]] bool written() const { return written_; }  // given or null
  [[nodiscard]] bool given() const { return value_.has_value(); }
  [[nodiscard]] const T& operator*() const { return *value_; }
  [[nodiscard]] const T* operator->() const { return &*value_; }
  [[nodiscard]] T value_or(T other) const { return value_.value_or(std::move(other)); }
  [[nodiscard]] const SourceSpan& span() const { return span_; }

  /// This setting if it was written, else `fallback`.
  [[nodiscard]] const Setting& or_else(const Setting& fallback) const {
    return written_ ? *this : fallback;
  }

  friend bool operator==(const Setting&, const Setting&) = default;

 private:
  std::optional<T> value_;  // empty when absent or null
  SourceSpan span_;
  bool written_ = false;
};

/// Settings by name, in the order they were written; each name once.
template <class T>
using NamedSettings = std::vector<std::pair<std::string, Setting<T>>>;

/// What a session is asked to be: the keys that `defaults` may set for every task that has one. A
/// value.
struct SessionSettings {
  NamedSettings<Quantity> resources{};   // merge by slot
  NamedSettings<std::string> env{};      // merge by name; values may hold `${{ }}`
  Setting<std::vector<Text>> secrets{};  // names declared under the pipeline's `secrets`
  Setting<RetryRule> retry{};
  Setting<Duration> run_timeout{};  // timeout.run
  Setting<std::string> workdir{};   // default: the file's folder
  Setting<Duration> estimate{};
  Setting<std::int32_t> priority{};  // larger is sooner; default 0
  Setting<bool> allow_failure{};
  friend bool operator==(const SessionSettings&, const SessionSettings&) = default;
};

/// `own` over `defaults`: resources and env merge by name, all other keys replace; null takes away.
SessionSettings merge(const SessionSettings& defaults, const SessionSettings& own);

// ---------------------------------------------------------------------------------------------

namespace detail {
template <class T>
NamedSettings<T> merge_named(NamedSettings<T> result, const NamedSettings<T>& own) {
  for (const auto& entry : own) {
    std::size_t at = 0;
    while (at < result.size() && result[at].first != entry.first) ++at;
    if (at == result.size()) {
      result.push_back(entry);
    } else {
      result[at].second = entry.second;
    }
  }
  return result;
}
}  // namespace detail

inline SessionSettings merge(const SessionSettings& defaults, const SessionSettings& own) {
  return {.resources = detail::merge_named(defaults.resources, own.resources),
          .env = detail::merge_named(defaults.env, own.env),
          .secrets = own.secrets.or_else(defaults.secrets),
          .retry = own.retry.or_else(defaults.retry),
          .run_timeout = own.run_timeout.or_else(defaults.run_timeout),
          .workdir = own.workdir.or_else(defaults.workdir),
          .estimate = own.estimate.or_else(defaults.estimate),
          .priority = own.priority.or_else(defaults.priority),
          .allow_failure = own.allow_failure.or_else(defaults.allow_failure)};
}

}  // namespace headway::inline v0
