// Event logs: many events in few bytes.
#pragma once

#include <headway/event/event.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Events in order. What comes by the million (intended, accepted, started, ended well with nothing
/// to say) is kept as numbers, in 24 bytes; a placement or a handle that many share is kept once.
/// All else is kept as it is. A value.
class EventLog {
 public:
  void add(Event event);
  void add(Instant time, JobId job, const AttemptIntended& fact);
  void add(Instant time, JobId job, const SessionAccepted& fact);
  void add(Instant time, JobId job, const SessionStarted& fact);
  void add(Instant time, JobId job, const AttemptEnded& fact);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Calls `visitor(Instant, JobId, const Fact_&)` with the event as it was added.
  template <class Visitor>
  void visit(std::size_t index, Visitor&& visitor) const;
  [[nodiscard]] Event at(std::size_t index) const;
  [[nodiscard]] JobId job(std::size_t index) const;

 private:
  enum class Kind : std::uint8_t { intended, accepted, started, ended, other };
  struct Row {
    Instant time{};
    InstanceId instance{};
    Attempt attempt = 0;
    std::uint32_t detail = 0;  // index in the list of its kind
    std::uint16_t job = 0;
    Kind kind = Kind::other;
  };
  static_assert(sizeof(Row) == 24);
  using Acceptance = std::pair<std::shared_ptr<const Placement>, std::string>;

  template <class Fact_>
  void add(Kind kind, Instant time, JobId job, const Fact_& fact, std::size_t detail);
  void keep(Instant time, JobId job, Fact fact);
  [[nodiscard]] std::uint16_t number_of(JobId job);

  std::vector<Row> rows_;
  std::vector<JobId> jobs_;
  std::vector<Acceptance> accepted_;  // one after the other differ
  std::vector<std::string> started_;  // as well
  std::vector<Event> others_;
};

/// A log of events; facts about the machine are left out.
std::shared_ptr<const EventLog> log_of(std::span<const Event> events);

// ---------------------------------------------------------------------------------------------

inline std::shared_ptr<const EventLog> log_of(std::span<const Event> events) {
  auto log = std::make_shared<EventLog>();
  for (const Event& event : events) {
    if (!std::holds_alternative<NodesChanged>(event.fact)) log->add(event);
  }
  return log;
}

inline std::uint16_t EventLog::number_of(JobId job) {
  for (std::size_t i = jobs_.size(); i > 0; --i) {
    if (jobs_[i - 1] == job) return static_cast<std::uint16_t>(i - 1);
  }
  if (jobs_.size() == UINT16_MAX) return UINT16_MAX;
  jobs_.push_back(job);
  return static_cast<std::uint16_t>(jobs_.size() - 1);
}

inline void EventLog::keep(Instant time, JobId job, Fact fact) {
  rows_.push_back({.detail = static_cast<std::uint32_t>(others_.size())});
  others_.push_back({time, job, std::move(fact)});
}

template <class Fact_>
void EventLog::add(Kind kind, Instant time, JobId job, const Fact_& fact, std::size_t detail) {
  const std::uint16_t number = number_of(job);
  if (number == UINT16_MAX) return keep(time, job, fact);
  rows_.push_back(
      {time, fact.instance, fact.attempt, static_cast<std::uint32_t>(detail), number, kind});
}

inline void EventLog::add(Instant time, JobId job, const AttemptIntended& fact) {
  add(Kind::intended, time, job, fact, 0);
}

inline void EventLog::add(Instant time, JobId job, const SessionAccepted& fact) {
  const bool known = !accepted_.empty() && accepted_.back().first == fact.placement &&
                     accepted_.back().second == fact.handle;
  if (!known) accepted_.emplace_back(fact.placement, fact.handle);
  add(Kind::accepted, time, job, fact, accepted_.size() - 1);
}

inline void EventLog::add(Instant time, JobId job, const SessionStarted& fact) {
  if (started_.empty() || started_.back() != fact.isolation) started_.push_back(fact.isolation);
  add(Kind::started, time, job, fact, started_.size() - 1);
}

inline void EventLog::add(Instant time, JobId job, const AttemptEnded& fact) {
  const bool bare =
      fact.cause == Cause{} && !fact.outputs && fact.message.empty() && fact.folder.empty();
  if (!bare) return keep(time, job, fact);
  add(Kind::ended, time, job, fact, 0);
}

inline void EventLog::add(Event event) {
  if (const auto* intended = std::get_if<AttemptIntended>(&event.fact)) {
    add(event.time, event.job, *intended);
  } else if (const auto* accepted = std::get_if<SessionAccepted>(&event.fact)) {
    add(event.time, event.job, *accepted);
  } else if (const auto* started = std::get_if<SessionStarted>(&event.fact)) {
    add(event.time, event.job, *started);
  } else if (const auto* ended = std::get_if<AttemptEnded>(&event.fact)) {
    add(event.time, event.job, *ended);
  } else {
    keep(event.time, event.job, std::move(event.fact));
  }
}

template <class Visitor>
void EventLog::visit(std::size_t index, Visitor&& visitor) const {
  const Row& row = rows_[index];
  switch (row.kind) {
    case Kind::intended:
      return visitor(row.time, jobs_[row.job], AttemptIntended{row.instance, row.attempt});
    case Kind::accepted: {
      const auto& [placement, handle] = accepted_[row.detail];
      return visitor(row.time, jobs_[row.job],
                     SessionAccepted{row.instance, row.attempt, placement, handle});
    }
    case Kind::started:
      return visitor(row.time, jobs_[row.job],
                     SessionStarted{row.instance, row.attempt, started_[row.detail]});
    case Kind::ended:
      return visitor(row.time, jobs_[row.job],
                     AttemptEnded{.instance = row.instance, .attempt = row.attempt});
    case Kind::other: break;
  }
  const Event& event = others_[row.detail];
  std::visit([&](const auto& fact) { visitor(event.time, event.job, fact); }, event.fact);
}

inline JobId EventLog::job(std::size_t index) const {
  const Row& row = rows_[index];
  return row.kind == Kind::other ? others_[row.detail].job : jobs_[row.job];
}

inline Event EventLog::at(std::size_t index) const {
  Event event;
  visit(index, [&](Instant time, JobId job, const auto& fact) { event = {time, job, fact}; });
  return event;
}

}  // namespace headway::inline v0
