// Settings as drafts, in the order of the reference.
#include "save_task.hpp"

namespace headway::inline v0::yaml {
namespace {

Draft draft_of(const Backoff& backoff) {
  const Backoff usual;
  auto draft = Draft::map();
  if (backoff.initial != usual.initial) draft.entry("initial", draft_of_duration(backoff.initial));
  if (backoff.multiplier != usual.multiplier) {
    draft.entry("multiplier", Draft::of_value(backoff.multiplier));
  }
  if (backoff.max != usual.max) draft.entry("max", draft_of_duration(backoff.max));
  if (backoff.jitter != usual.jitter) draft.entry("jitter", Draft::of_value(backoff.jitter));
  return draft;
}

/// A quantity as a word, as requests have it, and an expression as a text.
Draft draft_of_raised(const std::string& slot, const std::string& text) {
  return parse_quantity(text, unit_of(slot)) ? Draft::of_word(text) : Draft::of_text(text);
}

Draft draft_of(const RetryRule& rule) {
  auto draft = Draft::map();
  add_filled(draft, "causes", draft_of_texts(rule.causes));
  draft.entry("limit", draft_of_number(rule.limit));
  add_filled(draft, "backoff", draft_of(rule.backoff));
  auto resources = Draft::map();
  for (const auto& [slot, quantity] : rule.resources) {
    resources.entry(slot, draft_of_raised(slot, quantity.value));
  }
  add_filled(draft, "resources", std::move(resources));
  return draft;
}

Draft draft_of(const RetryRules& rules) {
  if (rules.size() == 1) {
    const auto& rule = rules.front();
    return rule == RetryRule{.limit = rule.limit} ? draft_of_number(rule.limit) : draft_of(rule);
  }
  auto draft = Draft::list();
  for (const auto& rule : rules) draft.item(draft_of(rule));
  return draft;
}

Draft draft_of(const Timeouts& limits) {
  if (limits == Timeouts{.run = limits.run}) return draft_of_duration(limits.run);
  auto draft = Draft::map();
  add_filled(draft, "run", limits.run);
  add_filled(draft, "queue", limits.queue);
  add_filled(draft, "deadline", limits.deadline);
  add_filled(draft, "heartbeat", limits.heartbeat);
  return draft;
}

Draft draft_of(const CacheSettings& cache) {
  if (!cache.enabled || cache == CacheSettings{}) return Draft::of_value(cache.enabled);
  auto draft = Draft::map();
  add_filled(draft, "version", cache.version);
  add_filled(draft, "ignore", draft_of_texts(cache.ignore));
  add_filled(draft, "max_age", cache.max_age);
  if (cache.serialize) draft.entry("serialize", Draft::of_value(true));
  return draft;
}

Draft draft_of(const SessionChoice& session) {
  auto draft = Draft::map();
  add_filled(draft, "backend", session.backend);
  auto options = Draft::map();
  for (const auto& [name, text] : session.options) options.entry(name, Draft::of_text(text));
  add_filled(draft, "options", std::move(options));
  return draft;
}

Draft draft_of(Sandbox sandbox) {
  return Draft::of_text(sandbox == Sandbox::bubblewrap ? "bubblewrap" : "none");
}

template <class T, class Drafting>
void add(Draft& draft, std::string_view key, const Setting<T>& setting, const Drafting& drafting) {
  if (!setting.written()) return;
  draft.entry(key, setting.given() ? drafting(*setting) : Draft::of_word("null"));
}

template <class T, class Drafting>
void add(Draft& draft, std::string_view key, const NamedSettings<T>& settings,
         const Drafting& drafting) {
  if (settings.empty()) return;
  auto part = Draft::map();
  for (const auto& [name, setting] : settings) {
    part.entry(name, setting.given() ? drafting(name, *setting) : Draft::of_word("null"));
  }
  draft.entry(key, std::move(part));
}

constexpr auto composed = [](const auto& value) { return draft_of(value); };
constexpr auto listed = [](const std::vector<Text>& texts) { return draft_of_texts(texts); };
constexpr auto text = [](const std::string& value) { return Draft::of_text(value); };
constexpr auto boolean = [](bool value) { return Draft::of_value(value); };
constexpr auto number = [](std::int64_t value) { return draft_of_number(value); };
constexpr auto quantity = [](const std::string& slot, Quantity value) {
  return Draft::of_word(to_string(value, unit_of(slot)));
};
constexpr auto variable = [](const std::string& /*name*/, const std::string& value) {
  return Draft::of_text(value);
};
constexpr auto size = [](std::uint32_t value) {
  return Draft::map().entry("size", draft_of_number(value));
};

}  // namespace

void add_settings(Draft& draft, const SessionSettings& settings, const std::vector<Text>& sources) {
  add(draft, "retry", settings.retry, composed);
  add(draft, "timeout", settings.timeout, composed);
  add(draft, "cache", settings.cache, composed);
  add_filled(draft, "sources", draft_of_texts(sources));
  add(draft, "allow_failure", settings.allow_failure, boolean);
  add(draft, "resources", settings.resources, quantity);
  add(draft, "estimate", settings.estimate, draft_of_duration);
  add(draft, "priority", settings.priority, number);
  add(draft, "image", settings.image, text);
  add(draft, "env", settings.env, variable);
  add(draft, "secrets", settings.secrets, listed);
  add(draft, "mounts", settings.mounts, listed);
  add(draft, "workdir", settings.workdir, text);
  add(draft, "sandbox", settings.sandbox, composed);
  add(draft, "session", settings.session, composed);
  add(draft, "cluster", settings.cluster_size, size);
  add(draft, "checkpoint", settings.checkpoint, boolean);
  add(draft, "interruptible", settings.interruptible, boolean);
}

}  // namespace headway::inline v0::yaml
