// Session settings: quantities, secrets, environment, pauses.
#include "checks.hpp"

#include <headway/base/name.hpp>
#include <headway/job/expression.hpp>

#include <unordered_set>

namespace headway::inline v0 {
namespace {

constexpr std::int64_t whole_device = 1000;

class SettingsCheck {
 public:
  SettingsCheck(const SessionSettings& settings, const PipelineIndex& index, const Where& where,
                Findings& findings)
      : settings_(settings), index_(index), where_(where), findings_(findings) {}

  void all() {
    for (const auto& [slot, quantity] : settings_.resources) resource(slot, quantity);
    for (const auto& [name, value] : settings_.env) variable(name, value.span());
    if (settings_.secrets.given()) secrets();
    if (settings_.retry.given()) {
      for (const RetryRule& rule : *settings_.retry) retry(rule);
    }
    if (settings_.timeout.given()) timeouts();
    positive("estimate", settings_.estimate);
  }

 private:
  [[nodiscard]] std::string path(std::string_view key, std::string_view name = {}) const {
    std::string text = where_.text();
    text.append(".").append(key);
    if (!name.empty()) text.append(".").append(name);
    return text;
  }

  void out_of_range(std::string message, const SourceSpan& span, std::string at,
                    std::string note = {}) {
    Diagnostic finding{
        .code = "out-of-range", .message = std::move(message), .span = span, .path = std::move(at)};
    if (!note.empty()) finding.notes.push_back(std::move(note));
    findings_.add(std::move(finding));
  }

  void resource(const std::string& slot, const Setting<Quantity>& quantity) {
    if (!is_name(slot)) {
      findings_.add({.code = "illegal-name",
                     .message = quoted(slot) + " cannot name a slot",
                     .span = quantity.span(),
                     .path = path("resources", slot),
                     .notes = {"a name has letters, digits, \"_\", begins with a letter or \"_\", "
                               "and is at most 63 long"}});
    }
    if (!quantity.given()) return;
    if (quantity->raw < 0) {
      out_of_range(quoted(slot) + " is negative", quantity.span(), path("resources", slot));
    }
    if (slot != "gpu" || quantity->raw <= whole_device || quantity->raw % whole_device == 0) return;
    findings_.add(
        {.code = "fractional-devices",
         .message = "gpu: " + to_string(*quantity, Unit::thousandth) +
                    " is neither a share of one device nor whole devices",
         .span = quantity.span(),
         .path = path("resources", slot),
         .notes = {"below 1 it is a share of one device, above it is whole ones: 0.5, 1, 2"}});
  }

  void variable(const std::string& name, const SourceSpan& span) {
    if (!is_name(name)) {
      findings_.add(
          {.code = "illegal-name",
           .message = quoted(name) + " cannot name an environment variable",
           .span = span,
           .path = path("env", name),
           .notes = {"it has letters, digits and \"_\", begins with a letter or \"_\", and "
                     "is at most 63 long"}});
    } else if (name.starts_with("HEADWAY_")) {
      findings_.add(
          {.code = "reserved-name",
           .message = "the variable " + quoted(name) + " belongs to headway",
           .span = span,
           .path = path("env", name),
           .notes = {"names that begin with HEADWAY_ are set by headway; choose another"}});
    }
  }

  void secrets() {
    std::unordered_set<std::string_view> seen;
    for (const Text& secret : *settings_.secrets) {
      if (!index_.secret(secret.value)) {
        findings_.add(
            {.code = "unknown-secret",
             .message = "there is no secret " + quoted(secret.value),
             .span = secret.span,
             .path = path("secrets"),
             .notes = {"declare it at the top: secrets: {" + secret.value +
                       ": \"env:" + secret.value + "\"}"},
             .candidates = findings_.candidates(secret.value, index_.pipeline().secrets)});
      }
      if (!seen.insert(secret.value).second) twice(secret, "this list");
      for (const auto& [name, value] : settings_.env) {
        if (name == secret.value && value.given()) twice(secret, "env");
      }
    }
  }

  void twice(const Text& secret, std::string_view other) {
    findings_.add({.code = "colliding-names",
                   .message = "the variable " + quoted(secret.value) +
                              " is given by a secret and again by " + std::string(other),
                   .span = secret.span,
                   .path = path("secrets"),
                   .notes = {"a secret arrives as the variable of its name; give it once"}});
  }

  void retry(const RetryRule& rule) {
    const Backoff& backoff = rule.backoff;
    const auto& span = settings_.retry.span();
    if (!(backoff.multiplier >= 1)) {
      out_of_range("the multiplier of a backoff is below 1", span, path("retry.backoff.multiplier"),
                   "1 keeps the pause, 2 doubles it with every retry");
    }
    if (!(backoff.jitter >= 0 && backoff.jitter <= 1)) {
      out_of_range("the jitter of a backoff is no fraction from 0 to 1", span,
                   path("retry.backoff.jitter"));
    }
    if (backoff.max < backoff.initial) {
      out_of_range("the longest pause of a backoff is shorter than its first", span,
                   path("retry.backoff.max"));
    }
  }

  void timeouts() {
    const Timeouts& limits = *settings_.timeout;
    const bool negative = limits.run.us < 0 || limits.queue.us < 0 || limits.deadline.us < 0 ||
                          limits.heartbeat.us < 0;
    if (!negative && limits != Timeouts{}) return;
    out_of_range("\"timeout\" is not above zero", settings_.timeout.span(), path("timeout"),
                 "leave it out, or write null to take a default away");
  }

  void positive(std::string_view key, const Setting<Duration>& setting) {
    if (!setting.given() || setting->us > 0) return;
    out_of_range(quoted(key) + " is not above zero", setting.span(), path(key),
                 "leave it out, or write null to take a default away");
  }

  const SessionSettings& settings_;
  const PipelineIndex& index_;
  const Where& where_;
  Findings& findings_;
};

}  // namespace

void check_settings(const SessionSettings& settings, const PipelineIndex& index, const Where& where,
                    Findings& findings) {
  SettingsCheck(settings, index, where, findings).all();
}

void check_literal(std::string_view text, const SourceSpan& span, const Where& where,
                   Findings& findings) {
  if (!has_expression(text)) return;
  findings.add({.code = "expression-not-allowed",
                .message = quoted(where.text()) + " is taken literally and holds \"${{\"",
                .span = span_within({std::string(text), span}, text.find("${{"), 3),
                .path = where.text(),
                .notes = {"expressions stand in command, env, inputs, workdir, a whole matrix axis "
                          "and the job's outputs"}});
}

}  // namespace headway::inline v0
