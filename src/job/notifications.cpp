// Notifications: what is told, and where it is sent.
#include "checks.hpp"

#include <headway/job/expression.hpp>

#include <algorithm>
#include <set>

namespace headway::inline v0 {
namespace {

const std::vector<std::string> event_words{"started", "waiting",   "succeeded",
                                           "failed",  "cancelled", "paused"};

class NotificationCheck {
 public:
  NotificationCheck(const Notification& told, const Where& where, Findings& findings)
      : told_(told), where_(where), findings_(findings) {}

  void all() {
    events();
    const bool slack = !told_.slack.value.empty();
    const bool webhook = !told_.webhook.value.empty();
    if (slack && webhook) {
      refuse("conflicting-keys", "a notification has one receiver, and this one has two",
             told_.webhook.span, "webhook", "write an item of the list for each");
    } else if (!slack && !webhook) {
      refuse("missing-key", "the notification says not whom to tell", told_.span, "webhook",
             "write slack: or webhook: with a URL");
    }
    if (slack) address(told_.slack, "slack");
    if (webhook) address(told_.webhook, "webhook");
  }

 private:
  void refuse(std::string_view code, std::string message, const SourceSpan& span,
              std::string_view key, std::string note, std::vector<std::string> candidates = {}) {
    findings_.add({.code = std::string(code),
                   .message = std::move(message),
                   .span = span.line > 0 ? span : told_.span,
                   .path = where_.child(key).text(),
                   .notes = {std::move(note)},
                   .candidates = std::move(candidates)});
  }

  void events() {
    if (told_.events.empty()) {
      refuse("missing-key", "the notification says not of what to tell", told_.span, "events",
             "list events: events: [failed, waiting]");
    }
    std::set<std::string_view> seen;
    for (const Text& event : told_.events) {
      if (std::find(event_words.begin(), event_words.end(), event.value) == event_words.end()) {
        refuse("unknown-event", quoted(shortened(event.value)) + " is no event of a job",
               event.span, "events",
               "events are started, waiting, succeeded, failed, cancelled and paused",
               closest(event.value, event_words));
      } else if (!seen.insert(event.value).second) {
        refuse("duplicate-name", "the event " + quoted(event.value) + " stands here twice",
               event.span, "events", "it is told once");
      }
    }
  }

  /// What an expression yields is seen when it is told.
  void address(const Text& url, std::string_view key) {
    const std::string& text = url.value;
    if (text.starts_with("${{")) return;
    const bool one_word =
        has_expression(text) || text.find_first_of(" \t\r\n") == std::string::npos;
    for (const std::string_view scheme : {"https://", "http://"}) {
      if (!one_word || !text.starts_with(scheme)) continue;
      if (text.size() > scheme.size() && text[scheme.size()] != '/') return;
    }
    refuse("bad-url", quoted(shortened(text)) + " is no URL to send to", url.span, key,
           "it begins with https:// or http://, then the name of a host");
  }

  const Notification& told_;
  const Where& where_;
  Findings& findings_;
};

}  // namespace

void check_notifications(const Pipeline& pipeline, Findings& findings) {
  for (std::size_t i = 0; i < pipeline.notify.size(); ++i) {
    NotificationCheck(pipeline.notify[i], Where{"notify"}.at(i), findings).all();
  }
}

}  // namespace headway::inline v0
