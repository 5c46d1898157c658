// A backend of virtual time: sessions follow a script, and nothing happens by itself.
#pragma once

#include <headway/session/backend.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// How often a line of a script holds.
struct Times {
  std::uint32_t count = 1;
};
constexpr Times times(std::uint32_t count) { return {count}; }

/// What sessions do, by the name of an instance (`train[lr=0.1]`) or of its task (`train`); the
/// instance's lines come before the task's. A value; what is not named takes a second and succeeds.
class FakeScript {
 public:
  FakeScript& takes(std::string name, Duration duration);
  /// The first attempts fail with exit code 1, or end with `cause`.
  FakeScript& fails(std::string name, Times times, Cause cause = {Cause::Kind::exit_code, 1});
  /// Its success has these outputs.
  FakeScript& gives(std::string name, Values outputs);
  /// It never ends by itself.
  FakeScript& hangs(std::string name);
  /// It does not end when it is asked, only when it is forced.
  FakeScript& ignores_stop(std::string name);
  /// Its log.
  FakeScript& writes(std::string name, std::string log);

  struct Line {
    std::optional<Duration> duration{};
    std::optional<std::pair<Times, Cause>> failure{};
    std::shared_ptr<const Values> outputs{};
    std::string log{};
    bool hangs = false;
    bool ignores_stop = false;
  };
  /// What is said of an instance; an empty line when nothing is.
  [[nodiscard]] const Line& of(std::string_view instance) const;

 private:
  std::map<std::string, Line, std::less<>> lines_;
};

/// What a backend may do to its reports, and a consumer must bear.
struct FakeFaults {
  bool twice = false;  // each report comes a second time
  Duration late{};     // each report comes so much later than what it tells
};

/// Runs scripts instead of sessions. Single-threaded: reports come only from `advance`, in order
/// of time, then of key, so that equal inputs give equal reports.
class FakeBackend final : public SessionBackend {
 public:
  explicit FakeBackend(std::vector<Node> nodes, FakeScript script = {}, FakeFaults faults = {})
      : nodes_(std::move(nodes)), script_(std::move(script)), faults_(faults) {}

  /// Lets time pass up to `now` and reports what was due.
  void advance(Instant now);
  /// When the next report is due; nothing while none is on its way.
  [[nodiscard]] std::optional<Instant> next_due() const;
  [[nodiscard]] Instant now() const { return now_; }
  /// How many sessions run.
  [[nodiscard]] std::size_t running() const;

  [[nodiscard]] std::string_view name() const override { return "fake"; }
  [[nodiscard]] Capabilities capabilities() const override {
    return {.processes = true,
            .callables = true,
            .images = true,
            .mounts = true,
            .sandbox = true,
            .clusters = true,
            .options = true};
  }
  void attach(SessionEvents& sink) override;
  void detach() override { sink_ = nullptr; }
  void start(std::span<const SessionSpec> sessions) override;
  void stop(std::span<const SessionStop> sessions) override;
  void look_up(std::span<const SessionHandle> sessions) override;
  void adopt(std::span<const SessionHandle> /*sessions*/) override {}
  std::unique_ptr<LogReader> log(const SessionHandle& session) override;

 private:
  struct Session {
    std::string name{};
    std::optional<Finished> end{};
  };
  /// Something that happens: first the fact, which changes what is so; then the report of it.
  struct Due {
    SessionKey key{};
    SessionReport report{};
    bool is_fact = true;
  };

  void plan(Due due, Instant at);
  void happen(Due due);
  void tell(const SessionKey& key, SessionReport report);
  [[nodiscard]] Finished planned_end(const SessionSpec& spec) const;

  std::vector<Node> nodes_;
  FakeScript script_;
  FakeFaults faults_;
  SessionEvents* sink_ = nullptr;
  Instant now_{};
  std::map<SessionKey, Session> sessions_{};  // every key ever started
  std::map<std::pair<std::pair<Instant, SessionKey>, std::uint64_t>, Due> due_{};
  std::uint64_t planned_ = 0;  // orders what is due at one time for one key
};

// ---------------------------------------------------------------------------------------------

inline FakeScript& FakeScript::takes(std::string name, Duration duration) {
  lines_[std::move(name)].duration = duration;
  return *this;
}

inline FakeScript& FakeScript::fails(std::string name, Times times, Cause cause) {
  lines_[std::move(name)].failure = std::pair(times, cause);
  return *this;
}

inline FakeScript& FakeScript::gives(std::string name, Values outputs) {
  lines_[std::move(name)].outputs = std::make_shared<const Values>(std::move(outputs));
  return *this;
}

inline FakeScript& FakeScript::hangs(std::string name) {
  lines_[std::move(name)].hangs = true;
  return *this;
}

inline FakeScript& FakeScript::ignores_stop(std::string name) {
  lines_[std::move(name)].ignores_stop = true;
  return *this;
}

inline FakeScript& FakeScript::writes(std::string name, std::string log) {
  lines_[std::move(name)].log = std::move(log);
  return *this;
}

inline const FakeScript::Line& FakeScript::of(std::string_view instance) const {
  static const Line nothing_said{};
  auto line = lines_.find(instance);
  if (line == lines_.end()) line = lines_.find(instance.substr(0, instance.find_first_of("[#/")));
  return line == lines_.end() ? nothing_said : line->second;
}

namespace detail {
/// A log that is whole from the start.
class TextLogReader final : public LogReader {
 public:
  explicit TextLogReader(std::string text) : text_(std::move(text)) {}
  std::string read(std::size_t limit) override {
    std::string bytes = text_.substr(0, limit);
    text_.erase(0, bytes.size());
    return bytes;
  }

 private:
  std::string text_;
};
}  // namespace detail

inline void FakeBackend::attach(SessionEvents& sink) {
  sink_ = &sink;
  sink.nodes_changed(nodes_);
}

inline void FakeBackend::plan(Due due, Instant at) {
  const auto place = std::pair(std::pair(at, due.key), ++planned_);
  due_.emplace(place, std::move(due));
}

inline void FakeBackend::tell(const SessionKey& key, SessionReport report) {
  plan({key, std::move(report), false}, now_ + faults_.late);
}

inline Finished FakeBackend::planned_end(const SessionSpec& spec) const {
  const auto& line = script_.of(name_of(spec));
  if (line.failure && spec.key.attempt <= line.failure->first.count) {
    return {.cause = line.failure->second, .message = "as the script says"};
  }
  return {.outputs = line.outputs};
}

inline void FakeBackend::start(std::span<const SessionSpec> sessions) {
  for (const auto& spec : sessions) {
    if (!sessions_.try_emplace(spec.key, Session{.name = name_of(spec)}).second) continue;
    const auto& line = script_.of(name_of(spec));
    tell(spec.key, Accepted{"fake " + to_string(spec.key)});
    tell(spec.key, Started{"fake"});
    if (!line.hangs) plan({spec.key, planned_end(spec)}, now_ + line.duration.value_or(1_s));
  }
}

inline void FakeBackend::stop(std::span<const SessionStop> sessions) {
  constexpr std::int32_t terminated = 15;  // SIGTERM and SIGKILL, where there are no signals
  constexpr std::int32_t killed = 9;
  for (const auto& stop : sessions) {
    const auto found = sessions_.find(stop.key);
    if (found == sessions_.end()) {
      tell(stop.key, Absent{});
      continue;
    }
    const bool forced = script_.of(found->second.name).ignores_stop || stop.grace <= Duration{};
    const Instant at = forced ? now_ + stop.grace : now_;
    plan({stop.key, Finished{.cause = {Cause::Kind::signal, forced ? killed : terminated}}}, at);
  }
}

inline void FakeBackend::look_up(std::span<const SessionHandle> sessions) {
  for (const auto& session : sessions) {
    const auto found = sessions_.find(session.key);
    if (found == sessions_.end()) {
      tell(session.key, Absent{});
    } else if (found->second.end) {
      tell(session.key, *found->second.end);
    } else {
      tell(session.key, Found{"fake " + to_string(session.key)});
    }
  }
}

inline std::unique_ptr<LogReader> FakeBackend::log(const SessionHandle& session) {
  const auto found = sessions_.find(session.key);
  if (found == sessions_.end()) return nullptr;
  return std::make_unique<detail::TextLogReader>(script_.of(found->second.name).log);
}

inline void FakeBackend::happen(Due due) {
  if (due.is_fact) {
    auto& end = sessions_.at(due.key).end;
    if (end) return;  // stopped before what the script had planned, or the other way
    end = std::get<Finished>(due.report);
    tell(due.key, std::move(due.report));
  } else if (sink_ != nullptr) {
    if (faults_.twice) sink_->report(due.key, due.report);
    sink_->report(due.key, std::move(due.report));
  }
}

inline void FakeBackend::advance(Instant now) {
  while (!due_.empty() && due_.begin()->first.first.first <= now) {
    auto next = due_.extract(due_.begin());
    now_ = next.key().first.first;
    happen(std::move(next.mapped()));
  }
  now_ = now;
}

inline std::optional<Instant> FakeBackend::next_due() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first.first.first;
}

inline std::size_t FakeBackend::running() const {
  std::size_t count = 0;
  for (const auto& [key, session] : sessions_) {
    if (!session.end) ++count;
  }
  return count;
}

}  // namespace headway::inline v0
