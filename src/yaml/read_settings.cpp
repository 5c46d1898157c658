// Session settings: the keys that a task shares with `defaults`; null takes a default away.
#include "readers.hpp"

#include <limits>

namespace headway::inline v0::yaml {
namespace {

/// Null becomes a null setting; else what `read` gives, if it gives something.
template <class T, class Read>
void set(const Place& at, Setting<T>& setting, const Read& read) {
  if (at.is_null()) {
    setting = Setting<T>::null(at.span());
  } else if (auto value = read(at)) {
    setting = Setting<T>(std::move(*value), at.span());
  }
}

std::optional<std::string> read_string(const Place& at) {
  auto text = at.text();
  if (!text) return {};
  return std::string(*text);
}

void read_resources(const Place& at, SessionSettings& target) {
  target.resources.reserve(at.element().count());
  at.each_entry([&](const Place& slot) {
    if (!slot.has_form(form_quantity | form_null)) return;
    Setting<Quantity> quantity;
    set(slot, quantity, read_quantity);
    if (quantity.written()) target.resources.emplace_back(slot.key(), std::move(quantity));
  });
}

void read_env(const Place& at, SessionSettings& target) {
  target.env.reserve(at.element().count());
  at.each_entry([&](const Place& variable) {
    if (!variable.has_form(form_text | form_null)) return;
    Setting<std::string> value;
    set(variable, value, read_string);
    if (value.written()) target.env.emplace_back(variable.key(), std::move(value));
  });
}

std::optional<std::vector<Text>> read_secret_names(const Place& at) {
  std::vector<Text> names;
  at.each_item([&](const Place& item) {
    if (auto name = read_text(item)) names.push_back(std::move(*name));
  });
  return names;
}

void read_secret_use(const Place& at, SessionSettings& target) {
  set(at, target.secrets, read_secret_names);
}

void read_initial(const Place& at, Backoff& target) {
  if (auto pause = read_duration(at)) target.initial = *pause;
}
void read_longest(const Place& at, Backoff& target) {
  if (auto pause = read_duration(at)) target.max = *pause;
}
void read_multiplier(const Place& at, Backoff& target) {
  auto factor = at.number();
  if (factor && *factor < 1.0) {
    at.fail("out-of-range", "\"multiplier\" is at least 1", {"pauses grow, or stay as they are"});
  } else if (factor) {
    target.multiplier = *factor;
  }
}
void read_jitter(const Place& at, Backoff& target) {
  auto fraction = at.number();
  if (fraction && (*fraction < 0.0 || *fraction > 1.0)) {
    at.fail("out-of-range", "\"jitter\" is a fraction from 0 to 1",
            {"0.1 varies a pause by ±10 %"});
  } else if (fraction) {
    target.jitter = *fraction;
  }
}

constexpr Key<Backoff> backoff_keys[] = {
    {"initial", form_duration, read_initial},
    {"multiplier", form_number, read_multiplier},
    {"max", form_duration, read_longest},
    {"jitter", form_number, read_jitter},
};

void read_limit(const Place& at, RetryRule& target) {
  if (auto limit = read_count(at, 0)) target.limit = *limit;
}
void read_backoff(const Place& at, RetryRule& target) {
  read_keys(at, target.backoff, std::span<const Key<Backoff>>(backoff_keys));
}

constexpr Key<RetryRule> rule_keys[] = {
    later_key<RetryRule>("causes"),
    {"limit", form_integer, read_limit, Presence::required},
    {"backoff", form_map, read_backoff},
    later_key<RetryRule>("resources"),
};

std::optional<RetryRules> read_rules(const Place& at) {
  RetryRule rule;
  if (at.element().kind == Kind::list) {
    at.fail("not-supported-yet", "a list of retry rules is not supported yet",
            {"write one rule, such as {limit: 2, backoff: {initial: 2s}}"});
    return {};
  }
  if (at.element().kind == Kind::map) {
    read_keys(at, rule, std::span<const Key<RetryRule>>(rule_keys));
  } else {
    read_limit(at, rule);
  }
  return RetryRules{std::move(rule)};
}

void read_retry(const Place& at, SessionSettings& target) { set(at, target.retry, read_rules); }

void read_run_timeout(const Place& at, SessionSettings& target) {
  set(at, target.timeout, [](const Place& place) -> std::optional<Timeouts> {
    auto limit = read_duration(place);
    if (!limit) return {};
    return Timeouts{.run = *limit};
  });
}

constexpr Key<SessionSettings> timeout_keys[] = {
    {"run", form_duration | form_null, read_run_timeout},
    later_key<SessionSettings>("queue"),
    later_key<SessionSettings>("deadline"),
    later_key<SessionSettings>("heartbeat"),
};

void read_timeout(const Place& at, SessionSettings& target) {
  if (at.element().kind == Kind::map) {
    read_keys(at, target, std::span<const Key<SessionSettings>>(timeout_keys));
  } else {
    read_run_timeout(at, target);
  }
}

void read_workdir(const Place& at, SessionSettings& target) {
  set(at, target.workdir, read_string);
}
void read_estimate(const Place& at, SessionSettings& target) {
  set(at, target.estimate, read_duration);
}
void read_priority(const Place& at, SessionSettings& target) {
  using Limits = std::numeric_limits<std::int32_t>;
  set(at, target.priority, [](const Place& place) -> std::optional<std::int32_t> {
    auto number = place.integer(Limits::min(), Limits::max());
    if (!number) return {};
    return static_cast<std::int32_t>(*number);
  });
}
void read_allow_failure(const Place& at, SessionSettings& target) {
  set(at, target.allow_failure, [](const Place& place) { return place.boolean(); });
}

constexpr Key<SessionSettings> keys[] = {
    {"retry", form_integer | form_map | form_list | form_null, read_retry},
    {"timeout", form_duration | form_map | form_null, read_timeout},
    later_key<SessionSettings>("cache"),
    {"allow_failure", form_boolean | form_null, read_allow_failure},
    {"resources", form_map, read_resources},
    {"estimate", form_duration | form_null, read_estimate},
    {"priority", form_integer | form_null, read_priority},
    later_key<SessionSettings>("image"),
    {"env", form_map, read_env},
    {"secrets", form_list | form_null, read_secret_use},
    later_key<SessionSettings>("mounts"),
    {"workdir", form_text | form_null, read_workdir},
    later_key<SessionSettings>("sandbox"),
    later_key<SessionSettings>("session"),
    later_key<SessionSettings>("cluster"),
    later_key<SessionSettings>("checkpoint"),
    later_key<SessionSettings>("interruptible"),
};

}  // namespace

std::span<const Key<SessionSettings>> settings_keys() { return keys; }

}  // namespace headway::inline v0::yaml
