// What is told, and the thread that tells it.
#include "notify.hpp"

#include "../base/signals_blocked.hpp"
#include "http_post.hpp"
#include "job_scope.hpp"
#include "task_environment.hpp"

#include <headway/base/error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_waiting = 1'000;         // a flood is cut, never kept
constexpr auto farewell = std::chrono::seconds(2);  // for what is left at the end
constexpr Duration longest = 10_s;                  // of one try
constexpr int tries = 3;

/// The word by which `notify.events` knows the event; empty for what nobody is told of.
std::string word_of(const Event& event) {
  if (std::holds_alternative<JobStarted>(event.fact)) return "started";
  if (std::holds_alternative<JobPaused>(event.fact)) return "paused";
  if (std::holds_alternative<InstanceWaiting>(event.fact)) return "waiting";
  const auto* ended = std::get_if<JobEnded>(&event.fact);
  return ended == nullptr ? std::string() : std::string(to_string(ended->state));
}

struct Telling {
  std::string event;
  std::string instance{};
  std::string message{};
};

Telling telling_of(const Event& event, const std::string& word, const JobStatus& status) {
  Telling told{.event = word};
  if (const auto* waiting = std::get_if<InstanceWaiting>(&event.fact)) {
    told.instance = status.name(waiting->instance);
    told.message = waiting->message;
  }
  if (word == "failed") told.instance = first_failure(status, 0);
  return told;
}

std::string sentence(const Telling& told, const JobRecord& record) {
  std::string text = "headway: " + record.name + " (job " + to_string(record.id) + ") ";
  text += told.event == "waiting" ? "waits" : told.event;
  if (!told.instance.empty()) text += ": " + told.instance;
  if (!told.message.empty()) text += ": " + told.message;
  return text;
}

Value::Map details(const Telling& told, const Event& event, const JobRecord& record) {
  Value::Map body{{"event", told.event},
                  {"job", to_string(record.id)},
                  {"name", record.name},
                  {"pipeline", record.pipeline_name},
                  {"time", to_string(event.time)}};
  if (!told.instance.empty()) body.emplace("instance", told.instance);
  if (!told.message.empty()) body.emplace("message", told.message);
  return body;
}

bool wants(const Notification& notification, const std::string& word) {
  return std::any_of(notification.events.begin(), notification.events.end(),
                     [&](const Text& event) { return event.value == word; });
}

}  // namespace

std::vector<Notice> notices_of(const Event& event, const JobStatus& status, const JobRecord& record,
                               const Folders& folders) {
  std::vector<Notice> notices;
  const auto& notifications = status.job().pipeline().notify;
  const std::string word = notifications.empty() ? std::string() : word_of(event);
  if (word.empty()) return notices;
  const Telling told = telling_of(event, word, status);
  const JobScope scope(status, record.id, folders);
  for (const Notification& notification : notifications) {
    if (!wants(notification, word)) continue;
    const bool slack = !notification.slack.value.empty();
    try {
      notices.push_back(
          {expand(slack ? notification.slack.value : notification.webhook.value, scope),
           to_json(Value(slack ? Value::Map{{"text", sentence(told, record)}}
                               : details(told, event, record)))});
    } catch (const Error&) {  // a secret without a value: nobody to tell, and no task's fault
    }
  }
  return notices;
}

Notifier::~Notifier() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, farewell, [&] { return waiting_.empty() && !sending_; });
  lock.unlock();
  thread_.request_stop();
  changed_.notify_all();
}

void Notifier::send(std::vector<Notice> notices) {
  if (notices.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    for (Notice& notice : notices) {
      if (waiting_.size() < most_waiting) waiting_.push_back(std::move(notice));
    }
  }
  if (!thread_.joinable()) {
    const SignalsBlocked quiet;
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  changed_.notify_all();
}

void Notifier::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) {
    if (stop.stop_requested()) return;
    const Notice notice = std::move(waiting_.front());
    waiting_.pop_front();
    sending_ = true;
    lock.unlock();
    for (int i = 0; i < tries && !stop.stop_requested(); ++i) {
      if (http_post(notice.url, notice.body, longest, stop)) break;
    }
    lock.lock();
    sending_ = false;
    changed_.notify_all();
  }
}

}  // namespace headway::inline v0
