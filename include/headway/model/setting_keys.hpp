// Setting keys: the fluent way to say what a session is asked to be.
#pragma once

#include <headway/model/draft.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// What one session asks for, as in `{.cpu = 2, .mem = 4_GiB, .gpu = 0.5}`.
struct ResourceRequest {
  Amount cpu{};
  Amount mem{};
  Amount gpu{};
  Amount gpu_mem{};
  Amount disk{};
  std::vector<SlotAmount> slots{};  // your own
};

/// A retry rule as `retry` takes it: `{.limit = 2, .causes = {"oom_killed"}, .resources = {{"mem",
/// "${{ 2 * resources.mem }}"}}}`.
struct RetryRequest {
  std::uint32_t limit = 0;
  Backoff backoff{};
  std::vector<std::string> causes{};  // empty: any
  std::vector<std::pair<std::string, std::string>> resources{};
};

/// The keys that tasks and the defaults of a pipeline share. `Self` is the handle; each call gives
/// it back, so that calls can be chained. Valid while the builder lives.
template <class Self>
class SettingKeys {
 public:
  Self resources(const ResourceRequest& request, CallSite at = CallSite::here()) const;
  Self env(std::string name, std::string value, CallSite at = CallSite::here()) const;
  /// Secrets by the names the pipeline declared, as environment variables.
  Self secrets(const std::vector<std::string>& names, CallSite at = CallSite::here()) const;
  Self retry(const RetryRequest& rule, CallSite at = CallSite::here()) const;
  /// Several rules: the first that matches a failure counts.
  Self retry_rules(const std::vector<RetryRequest>& rules, CallSite at = CallSite::here()) const;
  /// How long one session may take; or `{.run = 2_h, .queue = 6_h, .heartbeat = 5_min}`.
  Self timeout(Duration limit, CallSite at = CallSite::here()) const;
  Self timeout(const Timeouts& limits, CallSite at = CallSite::here()) const;
  /// An earlier result with the same key is used again.
  Self cache(const CacheSettings& settings = {}, CallSite at = CallSite::here()) const;
  Self workdir(std::string folder, CallSite at = CallSite::here()) const;
  /// How long a session will probably take; a hint for planning.
  Self estimate(Duration usual, CallSite at = CallSite::here()) const;
  Self priority(std::int32_t larger_is_sooner, CallSite at = CallSite::here()) const;
  Self allow_failure(CallSite at = CallSite::here()) const;
  Self image(std::string reference, CallSite at = CallSite::here()) const;
  /// `source:/target` or `source:/target:ro`.
  Self mounts(const std::vector<std::string>& mounts, CallSite at = CallSite::here()) const;
  Self sandbox(Sandbox sandbox, CallSite at = CallSite::here()) const;
  /// The backend of its sessions, and what it is told: `{.backend = "slurm", .options = {…}}`.
  Self session(const SessionChoice& choice, CallSite at = CallSite::here()) const;
  /// Containers or nodes for one session.
  Self cluster(std::uint32_t size, CallSite at = CallSite::here()) const;
  /// $HEADWAY_CHECKPOINT is kept from attempt to attempt.
  Self checkpoint(CallSite at = CallSite::here()) const;
  Self interruptible(CallSite at = CallSite::here()) const;
  /// Takes away what the defaults say of a key: `retry`, `resources.gpu`, `env.LANG`.
  Self unset(std::string_view key, CallSite at = CallSite::here()) const;

  /// What this handle points to.
  [[nodiscard]] PipelineDraft& draft() const { return *draft_; }
  [[nodiscard]] DraftIndex index() const { return index_; }

 protected:
  SettingKeys(PipelineDraft& draft, DraftIndex index) : draft_(&draft), index_(index) {}
  [[nodiscard]] SessionSettings& settings() const { return draft_->settings(index_); }
  [[nodiscard]] const Self& self() const { return static_cast<const Self&>(*this); }

 private:
  template <class T, class Value>
  const Self& set(Setting<T> SessionSettings::*key, Value value, const CallSite& at) const {
    settings().*key = {T(std::move(value)), draft_->span(at)};
    return self();
  }

  PipelineDraft* draft_;
  DraftIndex index_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {

inline std::vector<Text> texts(const std::vector<std::string>& words, const SourceSpan& span) {
  std::vector<Text> result;
  result.reserve(words.size());
  for (const auto& word : words) result.push_back({word, span});
  return result;
}

template <class T>
void put(NamedSettings<T>& settings, std::string name, Setting<T> value) {
  settings = merge_named(std::move(settings), {{std::move(name), std::move(value)}});
}

inline std::vector<SlotAmount> amounts_of(const ResourceRequest& request) {
  std::vector<SlotAmount> all = {{"cpu", request.cpu},
                                 {"mem", request.mem},
                                 {"gpu", request.gpu},
                                 {"gpu_mem", request.gpu_mem},
                                 {"disk", request.disk}};
  all.insert(all.end(), request.slots.begin(), request.slots.end());
  return all;
}

inline RetryRule rule_of(const RetryRequest& request, const SourceSpan& span) {
  RetryRule rule{
      .limit = request.limit, .backoff = request.backoff, .causes = texts(request.causes, span)};
  for (const auto& [slot, amount] : request.resources) {
    rule.resources.emplace_back(slot, Text{amount, span});
  }
  return rule;
}

/// Takes the settings by the names of their keys; false for what is none.
inline bool set_null(SessionSettings& settings, std::string_view key, const SourceSpan& span) {
  const auto dot = key.find('.');
  const std::string_view name = key.substr(0, dot);
  if (dot != std::string_view::npos) {
    const std::string entry(key.substr(dot + 1));
    if (name == "resources") put(settings.resources, entry, Setting<Quantity>::null(span));
    if (name == "env") put(settings.env, entry, Setting<std::string>::null(span));
    return name == "resources" || name == "env";
  }
  bool known = false;
  const auto clear = [&]<class T>(std::string_view word, Setting<T>& setting) {
    if (word != name) return;
    setting = Setting<T>::null(span);
    known = true;
  };
  clear("retry", settings.retry);
  clear("timeout", settings.timeout);
  clear("cache", settings.cache);
  clear("allow_failure", settings.allow_failure);
  clear("estimate", settings.estimate);
  clear("priority", settings.priority);
  clear("image", settings.image);
  clear("secrets", settings.secrets);
  clear("mounts", settings.mounts);
  clear("workdir", settings.workdir);
  clear("sandbox", settings.sandbox);
  clear("session", settings.session);
  clear("cluster", settings.cluster_size);
  clear("checkpoint", settings.checkpoint);
  clear("interruptible", settings.interruptible);
  return known;
}

}  // namespace detail

template <class Self>
Self SettingKeys<Self>::resources(const ResourceRequest& request, CallSite at) const {
  const auto span = draft_->span(at);
  const auto path = draft_->path_of(index_) + ".resources";
  for (const auto& [slot, amount] : detail::amounts_of(request)) {
    if (!amount.said()) continue;
    const auto quantity = draft_->quantity(slot, amount, span, path);
    detail::put(settings().resources, slot, Setting<Quantity>(quantity, span));
  }
  return self();
}

template <class Self>
Self SettingKeys<Self>::env(std::string name, std::string value, CallSite at) const {
  detail::put(settings().env, std::move(name),
              Setting<std::string>(std::move(value), draft_->span(at)));
  return self();
}

template <class Self>
Self SettingKeys<Self>::secrets(const std::vector<std::string>& names, CallSite at) const {
  return set(&SessionSettings::secrets, detail::texts(names, draft_->span(at)), at);
}

template <class Self>
Self SettingKeys<Self>::retry(const RetryRequest& rule, CallSite at) const {
  return retry_rules({rule}, at);
}

template <class Self>
Self SettingKeys<Self>::retry_rules(const std::vector<RetryRequest>& rules, CallSite at) const {
  RetryRules written;
  for (const auto& rule : rules) written.push_back(detail::rule_of(rule, draft_->span(at)));
  return set(&SessionSettings::retry, std::move(written), at);
}

template <class Self>
Self SettingKeys<Self>::timeout(Duration limit, CallSite at) const {
  return timeout(Timeouts{.run = limit}, at);
}

template <class Self>
Self SettingKeys<Self>::timeout(const Timeouts& limits, CallSite at) const {
  return set(&SessionSettings::timeout, limits, at);
}

template <class Self>
Self SettingKeys<Self>::cache(const CacheSettings& settings, CallSite at) const {
  return set(&SessionSettings::cache, settings, at);
}

template <class Self>
Self SettingKeys<Self>::workdir(std::string folder, CallSite at) const {
  return set(&SessionSettings::workdir, std::move(folder), at);
}

template <class Self>
Self SettingKeys<Self>::estimate(Duration usual, CallSite at) const {
  return set(&SessionSettings::estimate, usual, at);
}

template <class Self>
Self SettingKeys<Self>::priority(std::int32_t larger_is_sooner, CallSite at) const {
  return set(&SessionSettings::priority, larger_is_sooner, at);
}

template <class Self>
Self SettingKeys<Self>::allow_failure(CallSite at) const {
  return set(&SessionSettings::allow_failure, true, at);
}

template <class Self>
Self SettingKeys<Self>::image(std::string reference, CallSite at) const {
  return set(&SessionSettings::image, std::move(reference), at);
}

template <class Self>
Self SettingKeys<Self>::mounts(const std::vector<std::string>& mounts, CallSite at) const {
  return set(&SessionSettings::mounts, detail::texts(mounts, draft_->span(at)), at);
}

template <class Self>
Self SettingKeys<Self>::sandbox(Sandbox sandbox, CallSite at) const {
  return set(&SessionSettings::sandbox, sandbox, at);
}

template <class Self>
Self SettingKeys<Self>::session(const SessionChoice& choice, CallSite at) const {
  return set(&SessionSettings::session, choice, at);
}

template <class Self>
Self SettingKeys<Self>::cluster(std::uint32_t size, CallSite at) const {
  return set(&SessionSettings::cluster_size, size, at);
}

template <class Self>
Self SettingKeys<Self>::checkpoint(CallSite at) const {
  return set(&SessionSettings::checkpoint, true, at);
}

template <class Self>
Self SettingKeys<Self>::interruptible(CallSite at) const {
  return set(&SessionSettings::interruptible, true, at);
}

template <class Self>
Self SettingKeys<Self>::unset(std::string_view key, CallSite at) const {
  const auto span = draft_->span(at);
  if (detail::set_null(settings(), key, span)) return self();
  draft_->mistake("unknown-key", '"' + std::string(key) + "\" is no key that defaults have", span,
                  draft_->path_of(index_),
                  {"name a setting, as in retry, resources.gpu or env.LANG"});
  return self();
}

}  // namespace headway::inline v0
