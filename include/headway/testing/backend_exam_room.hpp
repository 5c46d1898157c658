// One backend in its exam: what was reported, and waiting for it.
#pragma once

#include <headway/testing/backend_subject.hpp>

#include <ctime>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

/// Thrown where the subject cannot express what a case asks for.
struct NotExpressible {};

inline void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("a backend must keep this promise: " + what);
}

/// Keeps all reports in order. Thread-safe.
class ReportList final : public SessionEvents {
 public:
  using Entry = std::pair<SessionKey, SessionReport>;

  void report(const SessionKey& key, SessionReport report) override {
    const std::lock_guard lock(mutex_);
    entries_.emplace_back(key, std::move(report));
  }
  void nodes_changed(std::vector<Node> nodes) override {
    const std::lock_guard lock(mutex_);
    nodes_ = std::move(nodes);
    nodes_came_first_ = nodes_came_first_ || entries_.empty();
  }
  [[nodiscard]] std::vector<Entry> entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
  }
  [[nodiscard]] std::vector<Node> nodes() const {
    const std::lock_guard lock(mutex_);
    return nodes_;
  }
  [[nodiscard]] bool nodes_came_first() const {
    const std::lock_guard lock(mutex_);
    return nodes_came_first_;
  }

  /// The reports of one kind for a key.
  template <class Report>
  [[nodiscard]] std::vector<Report> of(const SessionKey& key) const {
    const std::lock_guard lock(mutex_);
    std::vector<Report> found;
    for (const auto& [about, report] : entries_) {
      const auto* matching = std::get_if<Report>(&report);
      if (about == key && matching != nullptr) found.push_back(*matching);
    }
    return found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::vector<Node> nodes_;
  bool nodes_came_first_ = false;
};

/// A backend, attached for one case.
class ExamRoom {
 public:
  explicit ExamRoom(const BackendSubject& subject) : subject_(subject), backend_(subject.make()) {
    backend_->attach(reports_);
  }
  ~ExamRoom() {
    try {
      backend_->detach();
    } catch (...) {  // the case has been judged
    }
  }
  ExamRoom(const ExamRoom&) = delete;
  ExamRoom& operator=(const ExamRoom&) = delete;

  static SessionKey key(std::uint32_t instance) {
    return {.store = {0xe4a3U}, .job = {42}, .instance = {instance}, .attempt = 1};
  }

  [[nodiscard]] SessionSpec spec(Act act, std::uint32_t instance = 0) const {
    auto expressed = subject_.express(act, key(instance));
    if (!expressed) throw NotExpressible{};
    return *std::move(expressed);
  }
  void start(const SessionSpec& session) { backend_->start({&session, 1}); }
  void stop(const SessionKey& key, Duration grace) {
    const SessionStop stop{key, grace};
    backend_->stop({&stop, 1});
  }
  /// As another engine, which takes the backend over.
  void attach_again() {
    backend_->detach();
    backend_->attach(reports_);
  }
  [[nodiscard]] SessionBackend& backend() { return *backend_; }
  [[nodiscard]] const ReportList& reports() const { return reports_; }
  void let_pass() { subject_.let_pass(*backend_); }

  /// The first report of that kind for a key; fails the case if it does not come in time.
  template <class Report>
  Report wait_for(const SessionKey& key) {
    constexpr std::int64_t patience_s = 30;
    const auto until = now_s() + patience_s;
    for (;;) {
      if (const auto found = reports_.of<Report>(key); !found.empty()) return found.front();
      require(now_s() < until, "it answers about " + to_string(key) + " within half a minute");
      let_pass();
    }
  }
  /// All of the log of a session that has ended.
  std::string log_of(const SessionSpec& session) {
    const auto accepted = reports_.of<Accepted>(session.key);
    const std::string handle = accepted.empty() ? std::string() : accepted.front().handle;
    const auto reader = backend_->log({session.key, handle, session.folder});
    require(reader != nullptr, "a session that wrote has a log");
    std::string text;
    for (auto piece = reader->read(4); !piece.empty(); piece = reader->read(4)) text += piece;
    return text;
  }

 private:
  static std::int64_t now_s() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
  }

  const BackendSubject& subject_;
  ReportList reports_{};  // before the backend, which reports to it
  std::unique_ptr<SessionBackend> backend_;
};

}  // namespace headway::inline v0::testing
