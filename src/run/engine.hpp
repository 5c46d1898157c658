// The engine: the one loop between scheduler, store and backend.
#pragma once

#include "cache_keys.hpp"
#include "committer.hpp"
#include "journal.hpp"
#include "live_job.hpp"
#include "mailbox.hpp"
#include "notify.hpp"
#include "observers.hpp"
#include "reuse.hpp"
#include "session_table.hpp"

#include <headway/run/executor.hpp>
#include <headway/run/folders.hpp>
#include <headway/schedule/scheduler.hpp>
#include <headway/store/artifacts.hpp>
#include <headway/store/inbox.hpp>

#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// The loop behind Executor. Facts come in as letters, are recorded and applied; commands go out.
/// What a command makes visible outside waits until its cause is durable: a session until its
/// intent is, and since the store keeps the order, so is everything that the intent followed from.
/// A slot that has just become free may so be given on before the end that freed it is durable.
///
/// Thread rule: all state is guarded by `mutex_`; observers are called without it.
class Engine {
 public:
  Engine(Store& store, SessionBackend& backend, const ExecutorOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  std::shared_ptr<LiveJob> start(const Pipeline& pipeline, Values params,
                                 const StartOptions& options);
  std::shared_ptr<LiveJob> resume(JobId id, const Callables& callables);
  std::shared_ptr<LiveJob> rerun(JobId id, const RerunOptions& options);
  void cancel(JobId id, const std::string& by);
  void pause(JobId id, Duration grace);

  /// One turn: does what is due and returns when to come again.
  std::optional<Instant> turn();
  /// Drives until `live` rests or `limit` has passed; whether it rests. Throws StoreError.
  bool drive(const LiveJob& live, std::optional<Duration> limit);
  /// The same until all jobs rest.
  bool drive_all(std::optional<Duration> limit);
  void run_in_background();
  /// Throws what ended the engine's work: StoreError as a rule, Cancelled once it is closed.
  void throw_if_failed() const;
  /// Lets go: the background thread ends, the backend is detached, what was recorded becomes
  /// durable.
  void close();

  [[nodiscard]] Observers& observers() { return observers_; }
  [[nodiscard]] int poll_fd() const { return poll_fd_; }
  [[nodiscard]] const Folders& folders() const { return folders_; }

 private:
  /// A job in this engine: its published state, and the attempts that are under way.
  struct Held {
    std::shared_ptr<LiveJob> live{};
    SessionTable sessions{};
    std::shared_ptr<const CallPlaces> places{};  // what calls may ask
    std::optional<Reuse> reuse{};                // of a rerun
    std::map<InstanceId, std::string> keys{};    // of cached tasks
    std::set<InstanceId> keying{};               // whose keys are being made and looked for
    bool pausing = false;
    bool joined = false;      // asked for by another process
    bool cancelling = false;  // recorded, and maybe not published yet
    Instant taken_up{};       // by this engine
  };

  /// A line in which a session has ended that unexpectedly left something: until that is committed,
  /// reports of others wait, so that no two sessions are seen to hold what is one's.
  struct HeldLine {
    std::uint32_t collecting = 0;
    std::vector<std::pair<SessionKey, SessionReport>> early{};
  };

  /// A key of which nothing is known: who works on it, and who waits for that.
  struct Miss {
    JobId job{};
    InstanceId instance{};
    std::vector<SessionKey> waiting{};
  };

  // start and resume (engine.cpp)
  std::shared_ptr<LiveJob> begin(JobRecord record, std::shared_ptr<const PipelineJob> job,
                                 const Callables& callables);
  std::shared_ptr<LiveJob> take_up(JobId id, const Callables& callables);
  Held& hold(std::shared_ptr<LiveJob> live);
  [[nodiscard]] bool is_to_be_cancelled(JobId id) const;
  void replay(Held& held, const std::vector<Event>& events);
  void ask_about_open_sessions(JobId id, Held& held);
  [[nodiscard]] SessionHandle handle_of(const SessionKey& key, const LiveSession& session) const;
  void resume_paused(JobId id, Held& held);
  void pause(JobId id, Held& held, Duration grace);
  void attach();
  void detach() noexcept;
  void clean_up() noexcept;

  // reruns (engine_rerun.cpp)
  [[nodiscard]] std::shared_ptr<const PipelineJob> job_again(JobId id, const JobRecord& record,
                                                             const Callables& callables) const;
  [[nodiscard]] std::optional<Reuse> reuse_of(const JobRecord& record,
                                              const std::shared_ptr<const PipelineJob>& job) const;
  std::optional<Reuse> reuse_again(const JobRecord& record,
                                   const std::shared_ptr<const PipelineJob>& job,
                                   const std::vector<Event>& events) const;
  void reuse(JobId job, std::vector<InstanceEnded> done);

  // results of earlier jobs (engine_cache.cpp)
  bool make_key(const Evaluate& question, const Fact& answer);
  void receive(KeyMade made);
  void receive(const ResultChecked& checked);
  [[nodiscard]] bool is_too_old(const CachedResult& result, const SessionKey& key) const;
  void use(const SessionKey& key, const CachedResult& result);
  void miss(const SessionKey& key, const std::string& digest);
  void begin_work(const SessionKey& key);
  void keep_result(const SessionKey& key, const std::shared_ptr<const Values>& outputs,
                   const std::string& folder);
  void end_miss(JobId job, InstanceId instance);

  // facts in (engine_facts.cpp)
  Sequence record(JobId job, Fact fact);
  template <class Plain>
  Sequence record_plain(JobId job, const Plain& fact);
  void receive(Letter letter);
  void receive(const SessionKey& key, const SessionReport& report);
  void accept(const SessionKey& key, LiveSession& session, const std::string& handle);
  void finish(const SessionKey& key, LiveSession& session, const Finished& finished);
  void collect_outputs(const SessionKey& key, LiveSession& session, const Finished& finished);
  void answer(const SessionKey& key, LiveSession& session, const SessionReport& report);
  void finish_with(const SessionKey& key, Committed committed);
  void end(const SessionKey& key);
  void end(const SessionKey& key, Cause cause, std::string message, Committed committed = {});
  void park(const SessionKey& key, LiveSession& session, Committed committed, Duration timeout);
  [[nodiscard]] bool comes_early(const SessionKey& key, const LiveSession& session,
                                 const SessionReport& report);
  void catch_up(std::uint64_t line);

  // what other processes ask (engine_requests.cpp)
  void read_inbox();
  [[nodiscard]] bool is_for_this_engine(const Request& request) const;
  void pass_over(const Request& request, bool again);
  [[nodiscard]] bool answer(const Request& request);
  [[nodiscard]] bool answer_about_itself(const Request& request);
  void start_requested(const Request& request);
  void resume_requested(const Request& request);
  [[nodiscard]] bool call_back(const Request& request);
  [[nodiscard]] bool comes_after_cancel(JobId job, InstanceId instance) const;

  // commands out (engine_commands.cpp)
  void obey(const Command& command);
  void ask(const Evaluate& question);
  bool answer_durable();
  void listen(const Evaluate& question);
  void place(const LaunchSession& launch);
  void stop(const StopSession& command);
  void recall(const RecallSession& command);
  void launch_durable();
  void launch(const LaunchSession& command);
  void forget(JobId job, const Fact& decision);
  void give_to_backend();
  void prepare_intended();
  void ask_again_where_due();

  // the loop (engine_loop.cpp)
  template <class Condition, class Linger>
  bool drive_until(const Condition& met, const Linger& linger, std::optional<Duration> limit);
  Published turn_once();
  void carry_out();
  bool is_time_to_write();
  [[nodiscard]] bool waits_for_batch(const LaunchSession& launch);
  Published publish();
  void publish(const EventLog& events);
  void settle();
  [[nodiscard]] static bool is_quiet(Held& held);
  void wait(std::optional<Instant> until, std::optional<Duration> limit) const;
  [[nodiscard]] LiveSession* session_of(const SessionKey& key);
  [[nodiscard]] SessionKey key_of(JobId job, InstanceId instance, Attempt attempt) const;
  [[nodiscard]] bool failed() const;

  Store& store_;
  SessionBackend& backend_;
  const Capabilities can_;   // of the backend
  const bool places_first_;  // before a session starts, for it may outlive this engine
  const SystemClock own_clock_;
  const Clock& clock_;
  const SchedulePolicy policy_;
  const bool temporary_;  // the data folder was made by this engine and goes with it
  const Folders folders_;
  const Artifacts artifacts_;
  const std::string python_;  // the interpreter of Python calls, unless a job brings its own
  Mailbox mailbox_;
  std::optional<InboxWatch> inbox_;  // of a store with a root
  int poll_fd_ = -1;                 // an epoll of mailbox and inbox
  Observers observers_;
  std::mutex driving_;  // held by the one thread that drives

  mutable std::mutex mutex_;  // guards everything below
  Scheduler scheduler_;
  Journal journal_;
  Instant now_{};
  Instant batch_since_{};  // when the first fact of the journal's batch was recorded
  bool hurried_ = false;   // the batch holds a fact that someone waits for
  std::vector<Node> machines_;
  std::string slots_{};  // what was said of them with a job started or resumed here
  std::map<JobId, Held> jobs_;
  std::map<std::string, Miss> misses_;                   // of those that serialize
  std::map<std::uint64_t, HeldLine> held_lines_;         // a session of which is being collected
  std::vector<LaunchSession> launches_;                  // wait until their intents are durable
  std::deque<std::pair<Sequence, Evaluate>> questions_;  // wait until what they are about is
  std::vector<IntendAttempt> unprepared_;  // of this turn: their folders are not made yet
  std::vector<SessionSpec> starts_;        // of this turn
  std::vector<SessionStop> stops_;         // of this turn
  std::vector<SessionKey> recalls_;        // of this turn
  std::deque<std::pair<Instant, SessionHandle>> ask_again_;  // when, and whom
  std::vector<SessionHandle> look_ups_;                      // of this turn
  std::map<std::string, Sequence> answered_;  // requests that leave the inbox once durable
  std::set<std::string> passed_over_;         // requests for jobs that are not here
  bool inbox_unread_ = true;                  // requests may lie there that no watch told of
  std::exception_ptr failure_;                // once set, nothing more is done
  bool closed_ = false;
  Notifier notifier_;
  Committer committer_;
  CacheKeys cache_keys_;
  std::jthread background_;  // last: stops before the rest goes
};

// ---------------------------------------------------------------------------------------------

/// Facts that come by the million: nobody waits for one of them.
template <class Plain>
Sequence Engine::record_plain(JobId job, const Plain& fact) {
  scheduler_.apply(job, now_, fact);
  if (!journal_.has_batch()) batch_since_ = now_;
  return journal_.add(now_, job, fact);
}

}  // namespace headway::inline v0
