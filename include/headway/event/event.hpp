// Events: facts that happened, the shared vocabulary of scheduler, store, views and observers.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/event/state.hpp>
#include <headway/job/pipeline_job.hpp>
#include <headway/model/node.hpp>
#include <headway/model/resources.hpp>
#include <headway/model/value.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headway::inline v0 {

// --- facts about a job -------------------------------------------------------------------------

/// A job begins; its durable form is the JobRecord.
struct JobStarted {
  std::shared_ptr<const PipelineJob> job{};
};

struct JobCancelRequested {
  std::string by{};
};

/// Its engine let go of it.
struct JobPaused {
  std::string reason{};
};

/// An engine took it up. Attempts that were intended and of which nothing more is known are looked
/// up before they are launched: AttemptAbsent, SessionAccepted or AttemptEnded says what became of
/// each.
struct JobResumed {};

struct JobEnded {
  JobState state = JobState::succeeded;
  Cause cause{};
};

/// What a graph inside a job is to the instance or job it belongs to.
enum class GraphKind : std::uint8_t {
  tasks,         // the job's own tasks
  elements,      // of a map
  round,         // of a repeat
  pipeline,      // the tasks of an inner job
  compensation,  // what undoes an instance
  on_failure,    // of the job, or of an inner one
  finally,       // of the job, or of an inner one
};

/// Of a graph that belongs to the job itself.
inline constexpr InstanceId no_instance{0xFFFFFFFF};

/// The job has grown by a graph; its instances follow those there were.
struct GraphAdded {
  InstanceId instance = no_instance;  // whom it belongs to
  GraphKind kind = GraphKind::elements;
  std::uint32_t number = 0;  // of a round, from 0
  /// Elements: the list of items; a round: the outputs of the one before, null in the first; an
  /// inner job: its params.
  std::shared_ptr<const Value> values{};
  std::string pipeline{};  // of an inner job: its canonical text
  std::string children{};  // of an inner job: the texts of those inside of it, as in JobRecord
  std::string folder{};    // of an inner job: where its relative paths begin
  std::shared_ptr<const PipelineJob> graph{};  // of an inner job; the others are in their plans
};

// --- facts about an instance -------------------------------------------------------------------

/// What its task asks before it begins was answered: it may have a session.
struct InstanceAdmitted {
  InstanceId instance{};
};

/// What its result depends on was gathered, and stands for the result in the cache.
struct InstanceKeyed {
  InstanceId instance{};
  std::string key{};                     // 64 hexadecimal digits; empty: it cannot be cached
  std::shared_ptr<const Value> parts{};  // a map: what the key was made from
  std::string message{};                 // why there is no key
};

/// It waits for a person, a time or the next round, holding nothing.
struct InstanceWaiting {
  InstanceId instance{};
  Instant until{};        // 0: without an end
  std::string message{};  // for a person
};

/// The intent to run an attempt; durable before its session starts.
struct AttemptIntended {
  InstanceId instance{};
  Attempt attempt = 0;
};

/// The backend has taken the session: `handle` finds it again after a restart.
struct SessionAccepted {
  InstanceId instance{};
  Attempt attempt = 0;
  std::shared_ptr<const Placement> placement{};
  std::string handle{};
};

/// The session's process or callable runs; `isolation` says how its tree is held (cgroup, group,
/// thread).
struct SessionStarted {
  InstanceId instance{};
  Attempt attempt = 0;
  std::string isolation{};
};

/// A try is over: cause `none` with its committed outputs, or why it failed.
struct AttemptEnded {
  InstanceId instance{};
  Attempt attempt = 0;
  Cause cause{};
  std::shared_ptr<const Values> outputs{};  // when it succeeded
  std::string message{};                    // one line for a person, when it did not
  std::string folder{};  // its committed outputs, beneath the data folder; empty: it left nothing
};

/// Its session is over, and its result will be brought by a callback; it holds nothing.
struct AttemptParked {
  InstanceId instance{};
  Attempt attempt = 0;
  Instant until{};                          // 0: without an end
  std::shared_ptr<const Values> outputs{};  // those the session left
  std::string folder{};                     // its committed outputs, as in AttemptEnded
};

/// The session of an intended attempt provably never started, as a backend that knows says: the
/// same attempt may be launched.
struct AttemptAbsent {
  InstanceId instance{};
  Attempt attempt = 0;
};

/// The backend gives no answer about the session; never treated as failed.
struct AttemptUnknown {
  InstanceId instance{};
  Attempt attempt = 0;
};

// --- decisions of the scheduler, recorded as facts ---------------------------------------------

/// A failed attempt will be followed by another at `until`.
struct InstanceRetrying {
  InstanceId instance{};
  Attempt attempt = 0;
  Instant until{};
  std::uint32_t rule = 0;                        // of its task's retry rules
  std::shared_ptr<const Resources> resources{};  // what it asks for from now on, where that changed
};

/// An instance is over: failed for good, or ended without a session (skipped, upstream_failed,
/// cancelled, a join's success). Its success after a session is AttemptEnded itself.
struct InstanceEnded {
  InstanceId instance{};
  InstanceState state = InstanceState::succeeded;
  Cause cause{};
  std::string message{};                    // one line for a person
  std::shared_ptr<const Values> outputs{};  // when it succeeded with some
  std::string folder{};                     // of files among them, as in AttemptEnded
};

/// A fact about a finished attempt that came late; recorded, and nothing changed.
struct LateIgnored {
  InstanceId instance{};
  Attempt attempt = 0;
  std::string what{};
};

// --- facts about the machine; they belong to no job and are not stored -------------------------

struct NodesChanged {
  std::vector<Node> nodes{};
};

using Fact =
    std::variant<JobStarted, JobCancelRequested, JobPaused, JobResumed, JobEnded, GraphAdded,
                 InstanceAdmitted, InstanceKeyed, InstanceWaiting, AttemptIntended, SessionAccepted,
                 SessionStarted, AttemptParked, AttemptEnded, AttemptAbsent, AttemptUnknown,
                 InstanceRetrying, InstanceEnded, LateIgnored, NodesChanged>;

/// A fact, its job and its time. A value.
struct Event {
  Instant time{};
  JobId job{};
  Fact fact{};
};

/// The event's word in files, SQL and `--json`: `attempt_intended`, `job_ended`, …
std::string_view name_of(const Fact& fact);

std::string_view to_string(GraphKind kind);
std::optional<GraphKind> parse_graph_kind(std::string_view text);

/// The instance and attempt a fact is about (attempt 0: about none); false when it is about the
/// whole job.
bool about(const Fact& fact, InstanceId& instance, Attempt& attempt);

// ---------------------------------------------------------------------------------------------

namespace detail {
// In the order of Fact's alternatives.
inline constexpr std::string_view fact_words[] = {
    "job_started",       "job_cancel_requested", "job_paused",        "job_resumed",
    "job_ended",         "graph_added",          "instance_admitted", "instance_keyed",
    "instance_waiting",  "attempt_intended",     "session_accepted",  "session_started",
    "attempt_parked",    "attempt_ended",        "attempt_absent",    "attempt_unknown",
    "instance_retrying", "instance_ended",       "late_ignored",      "nodes_changed"};
static_assert(sizeof(fact_words) == std::variant_size_v<Fact> * sizeof(std::string_view));

template <class T>
concept AboutInstance = requires(const T& fact) {
  fact.instance;
};
template <class T>
concept AboutAttempt = requires(const T& fact) {
  fact.attempt;
};
}  // namespace detail

namespace detail {
inline constexpr std::string_view graph_words[] = {
    "tasks", "elements", "round", "pipeline", "compensation", "on_failure", "finally"};
}  // namespace detail

inline std::string_view to_string(GraphKind kind) {
  return detail::word_of(kind, detail::graph_words);
}

inline std::optional<GraphKind> parse_graph_kind(std::string_view text) {
  return detail::value_of<GraphKind>(text, detail::graph_words);
}

inline std::string_view name_of(const Fact& fact) { return detail::fact_words[fact.index()]; }

inline bool about(const Fact& fact, InstanceId& instance, Attempt& attempt) {
  return std::visit(
      [&]<class T>(const T& known) {
        attempt = 0;
        if constexpr (detail::AboutAttempt<T>) attempt = known.attempt;
        if constexpr (detail::AboutInstance<T>) {
          if (known.instance == no_instance) return false;
          instance = known.instance;
        }
        return detail::AboutInstance<T>;
      },
      fact);
}

}  // namespace headway::inline v0
