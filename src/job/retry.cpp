// Retry rules: causes, pauses, quantities, and rules that nothing can reach.
#include "causes.hpp"

#include <headway/base/quantity.hpp>
#include <headway/job/expression.hpp>

#include <algorithm>
#include <unordered_set>

namespace headway::inline v0 {
namespace {

class RetryCheck {
 public:
  RetryCheck(const Setting<RetryRules>& retry, const Where& where, Findings& findings)
      : retry_(retry), where_(where), findings_(findings) {}

  void all() {
    const RetryRules& rules = *retry_;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      const Where where = rules.size() == 1 ? where_ : where_.at(i);
      const std::size_t before = findings_.size();
      for (const Text& cause : rules[i].causes) check(cause, where);
      if (findings_.size() == before) reach(rules[i], where);
      check(rules[i].backoff, where.child("backoff"));
      for (const auto& [slot, text] : rules[i].resources) {
        check(slot, text, where.child("resources").child(slot));
      }
    }
  }

 private:
  void refuse(std::string_view code, std::string message, const SourceSpan& span,
              const Where& where, std::string note, std::vector<std::string> candidates = {}) {
    findings_.add(
        {.code = std::string(code),
         .message = std::move(message),
         .span = span.line > 0 ? span : retry_.span(),
         .path = where.text(),
         .notes = note.empty() ? std::vector<std::string>{} : std::vector{std::move(note)},
         .candidates = std::move(candidates)});
  }

  void check(const Text& cause, const Where& where) {
    const std::string message = quoted(shortened(cause.value)) + " is no cause of a failure";
    switch (form_of_cause(cause.value)) {
      case CauseForm::known: return;
      case CauseForm::never_retried:
        return refuse("unknown-cause",
                      quoted(shortened(cause.value)) + " is never tried again, by no rule",
                      cause.span, where.child("causes"), "take it out of the rule");
      case CauseForm::bad_argument:
        return refuse("unknown-cause", message, cause.span, where.child("causes"),
                      "in parentheses stands an exit code, a signal or the name of an error: "
                      "exit_code(137), signal(9), error(DataNotReady)");
      case CauseForm::unknown: break;
    }
    refuse("unknown-cause", message, cause.span, where.child("causes"),
           "causes are words such as exit_code(137), oom_killed, error(DataNotReady)",
           closest(word_of_cause(cause.value), cause_words()));
  }

  /// The first rule that matches counts, so what an earlier one takes is not seen by later ones.
  void reach(const RetryRule& rule, const Where& where) {
    const bool taken =
        rule.causes.empty()
            ? caught_all_
            : std::all_of(rule.causes.begin(), rule.causes.end(),
                          [this](const Text& cause) { return is_taken(cause.value); });
    if (taken) unreachable(rule, where);
    caught_all_ = caught_all_ || rule.causes.empty();
    for (const Text& cause : rule.causes) taken_.insert(cause.value);
  }

  [[nodiscard]] bool is_taken(std::string_view cause) const {
    const std::string_view word = word_of_cause(cause);
    return (caught_all_ && !is_loss(word)) || taken_.contains(word) || taken_.contains(cause);
  }

  void unreachable(const RetryRule& rule, const Where& where) {
    findings_.add(
        {.code = "unreachable-rule",
         .message = "this retry rule never matches: rules before it take all of its causes",
         .span = rule.causes.empty() || rule.causes.front().span.line == 0
                     ? retry_.span()
                     : rule.causes.front().span,
         .path = where.text(),
         .notes = {"the first rule that matches counts: put the more special one first"},
         .severity = Severity::warning});
  }

  void check(const Backoff& backoff, const Where& where) {
    const SourceSpan& span = retry_.span();
    if (!(backoff.multiplier >= 1)) {
      refuse("out-of-range", "the multiplier of a backoff is below 1", span,
             where.child("multiplier"), "1 keeps the pause, 2 doubles it with every retry");
    }
    if (!(backoff.jitter >= 0 && backoff.jitter <= 1)) {
      refuse("out-of-range", "the jitter of a backoff is no fraction from 0 to 1", span,
             where.child("jitter"), {});
    }
    if (backoff.initial.us < 0) {
      refuse("out-of-range", "the first pause of a backoff is negative", span,
             where.child("initial"), {});
    } else if (backoff.max < backoff.initial) {
      refuse("out-of-range", "the longest pause of a backoff is shorter than its first", span,
             where.child("max"), {});
    }
  }

  void check(const std::string& slot, const Text& text, const Where& where) {
    if (has_expression(text.value) || parse_quantity(text.value, unit_of(slot))) return;
    refuse("bad-quantity", quoted(shortened(text.value)) + " is no quantity of " + quoted(slot),
           text.span, where,
           unit_of(slot) == Unit::byte ? "bytes, with a unit such as Mi or Gi: 512Mi, 8Gi"
                                       : "a number such as 2 or 0.5");
  }

  const Setting<RetryRules>& retry_;
  const Where& where_;
  Findings& findings_;
  bool caught_all_ = false;
  std::unordered_set<std::string_view> taken_;
};

}  // namespace

void check_retry(const Setting<RetryRules>& retry, const Where& where, Findings& findings) {
  RetryCheck(retry, where, findings).all();
}

}  // namespace headway::inline v0
