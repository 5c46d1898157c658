// Notifications: whom to tell, and of what.
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

constexpr std::string_view event_words[] = {"started", "waiting",   "succeeded",
                                            "failed",  "cancelled", "paused"};
constexpr Shape event_shape{.forms = form_word, .words = event_words};
constexpr Shape events_shape{.forms = form_list, .item = &event_shape};

void read_events(const Place& at, Notification& target) {
  at.each_item([&](const Place& item) {
    auto event = read_word(item, {event_words, "unknown-event", "event of a job"});
    if (event) target.events.push_back({std::string(event_words[*event]), item.span()});
  });
}
void read_slack(const Place& at, Notification& target) {
  if (auto url = read_text(at)) target.slack = std::move(*url);
}
void read_webhook(const Place& at, Notification& target) {
  if (auto url = read_text(at)) target.webhook = std::move(*url);
}

constexpr Choice receivers[] = {{.code = "conflicting-keys",
                                 .noun = "two receivers",
                                 .rule = "a notification has one receiver",
                                 .note = "write an item of the list for each",
                                 .needed = true,
                                 .example = "slack: \"${{ secrets.SLACK_URL }}\", or webhook: "
                                            "\"https://…\""}};

constexpr Key<Notification> rows[] = {
    {"events", &events_shape, read_events,
     "started, waiting, succeeded, failed, cancelled or paused", Presence::required},
    {.name = "slack",
     .shape = &text_shape,
     .read = read_slack,
     .meaning = "The URL of a Slack webhook, best a ${{ secrets.X }}",
     .choice = 1},
    {.name = "webhook",
     .shape = &text_shape,
     .read = read_webhook,
     .meaning = "A URL that gets JSON by POST",
     .choice = 1},
};
constexpr Keys<Notification> keys{rows, receivers};

}  // namespace

void read_notify(const Place& at, Pipeline& target) {
  at.each_item([&](const Place& item) {
    if (!item.has_form(form_map)) return;
    Notification notification{.span = item.span()};
    read_keys(item, notification, keys);
    target.notify.push_back(std::move(notification));
  });
}

Table notification_table() { return table_of("notification", "Whom to tell, and of what", keys); }

}  // namespace headway::inline v0::yaml
