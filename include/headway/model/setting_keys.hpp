// Setting keys: the fluent way to say what a session is asked to be.
#pragma once

#include <headway/model/draft.hpp>

#include <cstdint>
#include <string>
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

/// The keys that tasks and the defaults of a pipeline share. `Self` is the handle; each call gives
/// it back, so that calls can be chained. Valid while the builder lives.
template <class Self>
class SettingKeys {
 public:
  Self resources(const ResourceRequest& request, CallSite at = CallSite::here()) const;
  Self env(std::string name, std::string value, CallSite at = CallSite::here()) const;
  /// Secrets by the names the pipeline declared, as environment variables.
  Self secrets(const std::vector<std::string>& names, CallSite at = CallSite::here()) const;
  Self retry(RetryRule rule, CallSite at = CallSite::here()) const;
  /// How long one session may take.
  Self timeout(Duration limit, CallSite at = CallSite::here()) const;
  Self workdir(std::string folder, CallSite at = CallSite::here()) const;
  /// How long a session will probably take; a hint for planning.
  Self estimate(Duration usual, CallSite at = CallSite::here()) const;
  Self priority(std::int32_t larger_is_sooner, CallSite at = CallSite::here()) const;
  Self allow_failure(CallSite at = CallSite::here()) const;

  /// What this handle points to.
  [[nodiscard]] PipelineDraft& draft() const { return *draft_; }
  [[nodiscard]] DraftIndex index() const { return index_; }

 protected:
  SettingKeys(PipelineDraft& draft, DraftIndex index) : draft_(&draft), index_(index) {}
  [[nodiscard]] SessionSettings& settings() const { return draft_->settings(index_); }
  [[nodiscard]] const Self& self() const { return static_cast<const Self&>(*this); }

 private:
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
  const auto span = draft_->span(at);
  settings().secrets = {detail::texts(names, span), span};
  return self();
}

template <class Self>
Self SettingKeys<Self>::retry(RetryRule rule, CallSite at) const {
  settings().retry = {{std::move(rule)}, draft_->span(at)};
  return self();
}

template <class Self>
Self SettingKeys<Self>::timeout(Duration limit, CallSite at) const {
  settings().timeout = {Timeouts{.run = limit}, draft_->span(at)};
  return self();
}

template <class Self>
Self SettingKeys<Self>::workdir(std::string folder, CallSite at) const {
  settings().workdir = {std::move(folder), draft_->span(at)};
  return self();
}

template <class Self>
Self SettingKeys<Self>::estimate(Duration usual, CallSite at) const {
  settings().estimate = {usual, draft_->span(at)};
  return self();
}

template <class Self>
Self SettingKeys<Self>::priority(std::int32_t larger_is_sooner, CallSite at) const {
  settings().priority = {larger_is_sooner, draft_->span(at)};
  return self();
}

template <class Self>
Self SettingKeys<Self>::allow_failure(CallSite at) const {
  settings().allow_failure = {true, draft_->span(at)};
  return self();
}

}  // namespace headway::inline v0
