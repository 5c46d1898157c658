// Retry and timeouts: the settings that say what happens when a session does not go well.
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

constexpr Shape fraction_shape{.forms = form_number, .least = 0, .most = 1};
constexpr Shape growth_shape{.forms = form_number, .least = 1};
constexpr Shape backoff_shape{.forms = form_map, .keys = backoff_table};
constexpr Shape raised_counted{.forms = form_quantity,
                               .pattern = "[0-9]+\\.?[0-9]*|\\.[0-9]+|[\\s\\S]*\\$\\{\\{[\\s\\S]*"};
constexpr Shape raised_bytes{
    .forms = form_quantity,
    .pattern = "([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[kKMGTPE])?|[\\s\\S]*\\$\\{\\{[\\s\\S]*"};
constexpr Shape raised_shape{
    .forms = form_map, .value = &raised_counted, .keys = raised_slots_table};

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

constexpr Key<Backoff> backoff_rows[] = {
    {"initial", &duration_shape, read_initial, "The first pause; default 0s"},
    {"multiplier", &growth_shape, read_multiplier, "Each pause is so much longer; default 2"},
    {"max", &duration_shape, read_longest, "The longest pause; default 1h"},
    {"jitter", &fraction_shape, read_jitter, "How much a pause varies, from 0 to 1; default 0"},
};
constexpr Keys<Backoff> backoff_keys{backoff_rows};

void read_causes(const Place& at, RetryRule& target) { target.causes = read_texts(at); }
void read_limit(const Place& at, RetryRule& target) {
  if (auto limit = read_count(at, 0)) target.limit = *limit;
}
void read_backoff(const Place& at, RetryRule& target) {
  read_keys(at, target.backoff, backoff_keys);
}
/// A quantity in its canonical text, or a text with `${{ }}`.
void read_raised(const Place& at, RetryRule& target) {
  at.each_entry([&](const Place& slot) {
    if (!slot.has_form(form_quantity)) return;
    std::string text(slot.element().text());
    if (text.find("${{") == std::string::npos) {
      auto quantity = read_quantity(slot);
      if (!quantity) return;
      text = to_string(*quantity, unit_of(slot.key()));
    }
    target.resources.push_back({std::string(slot.key()), {std::move(text), slot.span()}});
  });
}

constexpr Key<RetryRule> rule_rows[] = {
    {"causes", &texts_shape, read_causes,
     "Failures it is for: oom_killed, exit_code(137), error(Name), …; default: all"},
    {"limit", &count_shape, read_limit, "Retries after the first try", Presence::required},
    {"backoff", &backoff_shape, read_backoff, "The pause before each retry"},
    {"resources", &raised_shape, read_raised,
     "What a retry gets instead; may hold ${{ resources.mem }}"},
};
constexpr Keys<RetryRule> rule_keys{rule_rows};

RetryRule read_rule(const Place& at) {
  RetryRule rule;
  read_keys(at, rule, rule_keys);
  return rule;
}

std::optional<RetryRules> read_rules(const Place& at) {
  RetryRules rules;
  if (at.element().kind == Kind::map) {
    rules.push_back(read_rule(at));
  } else if (at.element().kind == Kind::list) {
    at.each_item([&](const Place& item) {
      if (item.has_form(form_map)) rules.push_back(read_rule(item));
    });
  } else if (auto limit = read_count(at, 0)) {
    rules.push_back({.limit = *limit});
  }
  return rules;
}

void read_run(const Place& at, Timeouts& target) {
  if (auto limit = read_positive_duration(at)) target.run = *limit;
}
void read_queue(const Place& at, Timeouts& target) {
  if (auto limit = read_positive_duration(at)) target.queue = *limit;
}
void read_deadline(const Place& at, Timeouts& target) {
  if (auto limit = read_positive_duration(at)) target.deadline = *limit;
}
void read_heartbeat(const Place& at, Timeouts& target) {
  if (auto limit = read_positive_duration(at)) target.heartbeat = *limit;
}

constexpr Key<Timeouts> timeout_rows[] = {
    {"run", &duration_shape, read_run, "How long one session may take, parked time excluded"},
    {"queue", &duration_shape, read_queue, "How long it may wait from ready to the start"},
    {"deadline", &duration_shape, read_deadline, "From first ready over all attempts"},
    {"heartbeat", &duration_shape, read_heartbeat, "The longest silence between signs of life"},
};
constexpr Keys<Timeouts> timeout_keys{timeout_rows};

std::optional<Timeouts> read_timeouts(const Place& at) {
  Timeouts limits;
  if (at.element().kind == Kind::map) {
    read_keys(at, limits, timeout_keys);
  } else if (auto limit = read_duration(at)) {
    limits.run = *limit;
  }
  return limits;
}

constexpr KeyFacts raised_slots[] = {{"cpu", &raised_counted, "Cores"},
                                     {"mem", &raised_bytes, "Memory"},
                                     {"gpu", &raised_counted, "Devices"},
                                     {"disk", &raised_bytes, "Disk"},
                                     {"gpu_mem", &raised_bytes, "Memory of devices"}};

}  // namespace

void read_retry(const Place& at, SessionSettings& target) { set(at, target.retry, read_rules); }
void read_timeout(const Place& at, SessionSettings& target) {
  set(at, target.timeout, read_timeouts);
}

Table retry_table() { return table_of("retry", "What is tried again, and how often", rule_keys); }
Table backoff_table() { return table_of("backoff", "The pause before a retry", backoff_keys); }
Table timeout_table() { return table_of("timeout", "How long things may take", timeout_keys); }
Table raised_slots_table() {
  return {.name = "raised_slots", .keys = {std::begin(raised_slots), std::end(raised_slots)}};
}

}  // namespace headway::inline v0::yaml
