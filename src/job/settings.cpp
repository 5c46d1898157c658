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
    if (settings_.retry.given()) check_retry(settings_.retry, where_.child("retry"), findings_);
    if (settings_.timeout.given()) timeouts();
    if (settings_.cache.given()) cache();
    if (settings_.image.given()) image();
    if (settings_.mounts.given()) mounts();
    if (settings_.session.given()) session();
    positive("estimate", settings_.estimate);
    if (settings_.cluster_size.given() && *settings_.cluster_size == 0) {
      out_of_range("the size of a cluster is zero: a session has at least one node",
                   settings_.cluster_size.span(), path("cluster", "size"));
    }
  }

 private:
  [[nodiscard]] std::string path(std::string_view key, std::string_view name = {}) const {
    return name.empty() ? where_.child(key).text() : where_.child(key).child(name).text();
  }

  void refuse(std::string_view code, std::string message, const SourceSpan& span, std::string at,
              std::string note) {
    findings_.add({.code = std::string(code),
                   .message = std::move(message),
                   .span = span,
                   .path = std::move(at),
                   .notes = {std::move(note)}});
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
    } else {
      check_variable(name, span, where_.child("env").child(name), findings_);
    }
  }

  void secrets() {
    std::unordered_set<std::string_view> seen;
    std::unordered_set<std::string_view> variables;
    for (const auto& [name, value] : settings_.env) {
      if (value.given()) variables.insert(name);
    }
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
      if (variables.contains(secret.value)) twice(secret, "env");
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

  void timeouts() {
    const Timeouts& limits = *settings_.timeout;
    const bool negative = limits.run.us < 0 || limits.queue.us < 0 || limits.deadline.us < 0 ||
                          limits.heartbeat.us < 0;
    if (!negative && limits != Timeouts{}) return;
    out_of_range("\"timeout\" is not above zero", settings_.timeout.span(), path("timeout"),
                 "leave it out, or write null to take a default away");
  }

  void cache() {
    const CacheSettings& cache = *settings_.cache;
    const SourceSpan& span = settings_.cache.span();
    check_literal(cache.version, span, where_.child("cache").child("version"), findings_);
    for (const std::string& name : cache.ignore) {
      check_literal(name, span, where_.child("cache").child("ignore"), findings_);
    }
    if (cache.max_age.us < 0) {
      out_of_range("\"max_age\" is negative", span, path("cache", "max_age"),
                   "leave it out to keep a result for ever");
    }
  }

  void image() {
    const std::string& image = *settings_.image;
    if (!image.empty() && (has_expression(image) || image.find_first_of(" \t\n") == image.npos)) {
      return;
    }
    refuse("bad-image", quoted(shortened(image)) + " names no container image",
           settings_.image.span(), path("image"), "it is one word, such as python:3.12");
  }

  void mounts() {
    std::unordered_set<std::string_view> targets;
    for (const Text& mount : *settings_.mounts) {
      const std::string_view target = target_of(mount.value);
      if (target.empty()) {
        refuse("bad-mount", quoted(shortened(mount.value)) + " is no mount", mount.span,
               path("mounts"),
               "write source:/target or source:/target:ro; the target is an absolute path");
      } else if (!targets.insert(target).second) {
        refuse("duplicate-name", "two mounts have the target " + quoted(shortened(target)),
               mount.span, path("mounts"), "the one would hide the other");
      }
    }
  }

  /// Empty where it is no mount. What an expression as a whole yields is seen later.
  static std::string_view target_of(std::string_view mount) {
    if (mount.starts_with("${{") && mount.find("}}") + 2 == mount.size()) return mount;
    if (mount.ends_with(":ro")) mount.remove_suffix(3);
    for (const std::string_view sign : {":/", ":${{"}) {
      const auto at = mount.find(sign, 1);
      if (at == std::string_view::npos) continue;
      const std::string_view target = mount.substr(at + 1);
      const bool more = sign == ":/" && target.find(':') != std::string_view::npos &&
                        target.find("${{") == std::string_view::npos;
      return more ? std::string_view() : target;
    }
    return {};
  }

  void session() {
    const SessionChoice& choice = *settings_.session;
    const SourceSpan& span = settings_.session.span();
    check_literal(choice.backend, span, where_.child("session").child("backend"), findings_);
    for (const auto& [name, value] : choice.options) {
      check_literal(value, span, where_.child("session").child("options").child(name), findings_);
    }
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
  findings.add(
      {.code = "expression-not-allowed",
       .message = quoted(where.text()) + " is taken literally and holds \"${{\"",
       .span = span_within({std::string(text), span}, text.find("${{"), 3),
       .path = where.text(),
       .notes = {"expressions stand in command, inputs, config, env, image, mounts, workdir, "
                 "messages, computed outputs and a whole matrix axis"}});
}

}  // namespace headway::inline v0
