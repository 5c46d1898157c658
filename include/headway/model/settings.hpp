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

/// When a result may be used again.
struct CacheSettings {
  bool enabled = true;
  std::string version{};              // another word is another key
  std::vector<std::string> ignore{};  // params and inputs that are no part of the key
  Duration max_age{};                 // 0: for ever
  bool serialize = false;             // concurrent identical misses run once
  friend bool operator==(const CacheSettings&, const CacheSettings&) = default;
};

/// Which backend runs the sessions, and what it is told beside.
struct SessionChoice {
  std::string backend{};  // empty: the one the job was started with
  std::vector<std::pair<std::string, std::string>> options{};
  friend bool operator==(const SessionChoice&, const SessionChoice&) = default;
};

enum class Sandbox : std::uint8_t { none, bubblewrap };

/// What a session is asked to be: the keys that `defaults` may set for every task that has one. A
/// value.
struct SessionSettings {
  Setting<RetryRules> retry{};
  Setting<Timeouts> timeout{};
  Setting<CacheSettings> cache{};
  Setting<bool> allow_failure{};
  NamedSettings<Quantity> resources{};  // merge by slot
  Setting<Duration> estimate{};
  Setting<std::int32_t> priority{};  // larger is sooner; default 0
  Setting<std::string> image{};
  NamedSettings<std::string> env{};      // merge by name; values may hold `${{ }}`
  Setting<std::vector<Text>> secrets{};  // names declared under the pipeline's `secrets`
  Setting<std::vector<Text>> mounts{};   // `source:/target[:ro]`
  Setting<std::string> workdir{};        // default: the file's folder
  Setting<Sandbox> sandbox{};
  Setting<SessionChoice> session{};
  Setting<std::uint32_t> cluster_size{};  // containers or nodes for one session
  Setting<bool> checkpoint{};
  Setting<bool> interruptible{};
  friend bool operator==(const SessionSettings&, const SessionSettings&) = default;
};

/// Whether a result of a task with these may be used again.
inline bool is_cached(const SessionSettings& settings) {
  return settings.cache.given() && settings.cache->enabled;
}

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
  return {.retry = own.retry.or_else(defaults.retry),
          .timeout = own.timeout.or_else(defaults.timeout),
          .cache = own.cache.or_else(defaults.cache),
          .allow_failure = own.allow_failure.or_else(defaults.allow_failure),
          .resources = detail::merge_named(defaults.resources, own.resources),
          .estimate = own.estimate.or_else(defaults.estimate),
          .priority = own.priority.or_else(defaults.priority),
          .image = own.image.or_else(defaults.image),
          .env = detail::merge_named(defaults.env, own.env),
          .secrets = own.secrets.or_else(defaults.secrets),
          .mounts = own.mounts.or_else(defaults.mounts),
          .workdir = own.workdir.or_else(defaults.workdir),
          .sandbox = own.sandbox.or_else(defaults.sandbox),
          .session = own.session.or_else(defaults.session),
          .cluster_size = own.cluster_size.or_else(defaults.cluster_size),
          .checkpoint = own.checkpoint.or_else(defaults.checkpoint),
          .interruptible = own.interruptible.or_else(defaults.interruptible)};
}

}  // namespace headway::inline v0
