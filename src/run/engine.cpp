// The engine's beginning and end: making it, starting and resuming jobs, letting go.
#include "engine.hpp"

#include "../base/temporary_folder.hpp"
#include "job_record.hpp"
#include "python_call.hpp"
#include "remake.hpp"
#include "service_of.hpp"
#include "session_spec.hpp"

#include <headway/base/planted.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/folders.hpp>
#include <headway/schedule/least_loss.hpp>
#include <headway/version.hpp>

#include <fmt/core.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace headway::inline v0 {

namespace {

std::string data_folder(const Store& store, const std::string& asked) {
  if (!store.root().empty()) {
    if (!asked.empty()) remember_data_folder(store.root(), asked);
    return data_folder_of(store.root());
  }
  if (!asked.empty()) return std::filesystem::absolute(asked).lexically_normal().string();
  return make_temporary_folder();
}

/// Sessions may wait where the backend knows lines.
SchedulePolicy policy_for(SchedulePolicy policy, const Capabilities& can) {
  policy.successors = can.lines ? 1'000 : 0;
  return policy;
}

}  // namespace

Engine::Engine(Store& store, SessionBackend& backend, const ExecutorOptions& options)
    : store_(store),
      backend_(backend),
      can_(backend.capabilities()),
      places_first_(backend.outlives_engine()),
      clock_(options.clock != nullptr ? *options.clock : own_clock_),
      policy_(options.policy),
      temporary_(options.data.empty() && store.root().empty()),
      folders_(data_folder(store, options.data)),
      artifacts_(folders_.data()),
      python_(python_interpreter(options.python)),
      poll_fd_(::epoll_create1(EPOLL_CLOEXEC)),
      scheduler_(policy_for(options.policy, can_), std::make_unique<LeastLoss>()),
      journal_(store),
      committer_(artifacts_, mailbox_),
      cache_keys_(artifacts_, mailbox_) {
  try {
    if (!store.root().empty()) inbox_.emplace(store.root());
    attach();
  } catch (...) {  // neither may keep what leads here
    detach();
    clean_up();
    throw;
  }
}

void Engine::attach() {
  epoll_event readable{.events = EPOLLIN, .data = {}};
  bool watching = ::epoll_ctl(poll_fd_, EPOLL_CTL_ADD, mailbox_.fd(), &readable) == 0;
  if (inbox_)
    watching = watching && ::epoll_ctl(poll_fd_, EPOLL_CTL_ADD, inbox_->fd(), &readable) == 0;
  if (!watching) throw Error("cannot watch the engine's descriptors");
  store_.on_durable([this] { mailbox_.wake(); });
  backend_.use_folder(store_.root());
  backend_.attach(mailbox_);
  const std::lock_guard lock(mutex_);
  now_ = clock_.now();
  for (Letter& letter : mailbox_.take()) receive(std::move(letter));  // the nodes, as a rule
}

void Engine::detach() noexcept {
  try {
    backend_.detach();
  } catch (...) {  // in a forked child, which it does not serve
  }
  try {
    store_.on_durable([] {});
  } catch (...) {  // the same
  }
}

Engine::~Engine() {
  close();
  clean_up();
}

void Engine::clean_up() noexcept {
  ::close(poll_fd_);
  std::error_code ignored;
  if (temporary_) std::filesystem::remove_all(folders_.data(), ignored);
}

void Engine::close() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(closed_, true)) return;
  }
  background_.request_stop();
  mailbox_.wake();
  if (background_.joinable()) background_.join();
  detach();
  const std::lock_guard lock(mutex_);  // another thread may still be inside a turn
  try {
    if (!failure_) journal_.write();
    store_.flush();
  } catch (const Error&) {
    // A handle's wait has thrown this already, or will on the next opening; a destructor must not.
  }
}

std::shared_ptr<LiveJob> Engine::start(const Pipeline& pipeline, Values params,
                                       const StartOptions& options) {
  throw_if_failed();
  std::unique_lock lock(mutex_);
  const auto machines = machines_;
  lock.unlock();  // compiling may take a while
  const std::string owner = owner_of(options);
  const auto job = compile(pipeline, {.params = std::move(params),
                                      .nodes = machines,
                                      .quota = quota_of(policy_.quotas, owner).max_slots,
                                      .callables = options.callables.names(),
                                      .check_callables = true,
                                      .backend = std::string(backend_.name()),
                                      .capabilities = can_});
  JobRecord record = headway::record_of(*job, options);
  lock.lock();
  now_ = clock_.now();
  record.id = store_.new_job_id();
  return begin(std::move(record), job, options.callables);
}

std::shared_ptr<LiveJob> Engine::begin(JobRecord record, std::shared_ptr<const PipelineJob> job,
                                       const Callables& callables) {
  if (!record.slots.empty()) slots_ = record.slots;
  auto reused = reuse_of(record, job);
  auto done = reused ? reused->begin() : std::vector<InstanceEnded>();
  const bool works = done.size() < job->instance_count();  // else it needs no order
  scheduler_.serve(record.id, works ? service_of(record, job, policy_.order, machines_, store_)
                                    : Service{.owner = record.owner});
  record.backend = backend_.name();
  record.order = to_string(policy_.order);
  if (record.python.empty()) record.python = python_;
  record.engine = HEADWAY_VERSION;
  record.created = now_;
  store_.add(record, job);
  const JobId id = record.id;
  auto live = std::make_shared<LiveJob>(std::move(record), job, callables);
  Held& held = hold(live);
  this->record(id, JobStarted{std::move(job)});
  held.reuse = std::move(reused);
  reuse(id, std::move(done));
  mailbox_.wake();
  return live;
}

Engine::Held& Engine::hold(std::shared_ptr<LiveJob> live) {
  const JobId id = live->record().id;
  inbox_unread_ = true;
  auto places = call_places(live, folders_);
  Held held{.live = std::move(live), .places = std::move(places), .taken_up = now_};
  return jobs_.insert_or_assign(id, std::move(held)).first->second;
}

std::shared_ptr<LiveJob> Engine::resume(JobId id, const Callables& callables) {
  throw_if_failed();
  const std::lock_guard lock(mutex_);
  now_ = clock_.now();
  return take_up(id, callables);
}

std::shared_ptr<LiveJob> Engine::take_up(JobId id, const Callables& callables) {
  if (const auto here = jobs_.find(id); here != jobs_.end()) {
    resume_paused(id, here->second);
    return here->second.live;
  }
  const JobRecord record = record_in(store_, id);
  const auto job = remake(record);
  const auto events = store_.events(id, job);
  auto live = std::make_shared<LiveJob>(record, job, callables);
  for (const Event& event : events) live->apply(event);
  if (live->read([](const JobStatus& status) { return is_terminal(status.state()); })) {
    live->set_resting(true);
    return live;
  }
  const Resources& quota = quota_of(policy_.quotas, record.owner).max_slots;
  live->read([&](const JobStatus& status) {
    require_callables(id, status.graphs(), callables);
    if (!status.cancelling() && !is_to_be_cancelled(id)) require_capacity(status, machines_, quota);
  });
  if (!record.slots.empty()) slots_ = record.slots;
  Held& held = hold(live);
  held.reuse = reuse_again(record, job, events);
  held.cancelling = live->read([](const JobStatus& status) { return status.cancelling(); });
  scheduler_.serve(id, service_of(record, job, policy_.order, machines_, store_));
  replay(held, events);
  this->record(id, JobResumed{});
  for (const Event& event : events) {
    const bool again = std::holds_alternative<AttemptEnded>(event.fact);
    if (planted("non_idempotent_recovery") && again) this->record(id, event.fact);
  }
  ask_about_open_sessions(id, held);
  mailbox_.wake();
  return live;
}

/// It is in the inbox that the job is to end: it starts nothing that the nodes would have to hold.
bool Engine::is_to_be_cancelled(JobId id) const {
  if (!inbox_) return false;
  const auto requests = read_requests(store_.root());
  return std::any_of(requests.begin(), requests.end(), [&](const Request& request) {
    return request.kind == "cancel" && request.job == id;
  });
}

namespace {

/// What an earlier engine wrote down of a session.
void take_over(LiveSession& session, const Event& event) {
  if (const auto* accepted = std::get_if<SessionAccepted>(&event.fact)) {
    session.handle = accepted->handle;
    session.placement = accepted->placement;
    session.given = true;
  }
  if (const auto* parked = std::get_if<AttemptParked>(&event.fact)) {
    session.parked = true;
    session.left = parked->outputs;
    session.folder = parked->folder;
  }
}

}  // namespace

void Engine::replay(Held& held, const std::vector<Event>& events) {
  for (const Event& event : events) {
    scheduler_.apply(event, now_);
    InstanceId instance;
    Attempt attempt = 0;
    if (!about(event.fact, instance, attempt)) continue;
    if (std::holds_alternative<AttemptIntended>(event.fact)) held.sessions.open(instance, attempt);
    if (const auto* keyed = std::get_if<InstanceKeyed>(&event.fact)) {
      if (!keyed->key.empty()) held.keys[instance] = keyed->key;
    }
    if (LiveSession* session = held.sessions.find(instance, attempt)) take_over(*session, event);
    if (std::holds_alternative<AttemptEnded>(event.fact)) held.sessions.close(instance);
    if (std::holds_alternative<InstanceEnded>(event.fact)) forget(event.job, event.fact);
  }
}

void Engine::ask_about_open_sessions(JobId id, Held& held) {
  held.sessions.each([&](InstanceId instance, LiveSession& session) {
    session.given = true;
    if (session.parked) return;
    session.asked = true;
    look_ups_.push_back(handle_of(key_of(id, instance, session.attempt), session));
  });
}

SessionHandle Engine::handle_of(const SessionKey& key, const LiveSession& session) const {
  return {key, session.handle, folders_.attempt(key.job, key.instance, key.attempt)};
}

/// A job this engine paused itself. Intents it had not given away never started; sessions that are
/// still on their way out hold their resources until they end, as preempted.
void Engine::resume_paused(JobId id, Held& held) {
  if (!std::exchange(held.pausing, false)) return;
  std::erase_if(launches_, [&](const LaunchSession& waiting) { return waiting.job == id; });
  held.live->set_resting(false);
  record(id, JobResumed{});
  held.sessions.each([&](InstanceId instance, const LiveSession& session) {
    if (!session.given) record(id, AttemptAbsent{instance, session.attempt});
  });
  mailbox_.wake();
}

void Engine::cancel(JobId id, const std::string& by) {
  const std::lock_guard lock(mutex_);
  if (!jobs_.contains(id)) return;
  now_ = clock_.now();
  record(id, JobCancelRequested{by});
  mailbox_.wake();
}

void Engine::pause(JobId id, Duration grace) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return;
  now_ = clock_.now();
  pause(id, found->second, grace);
}

void Engine::pause(JobId id, Held& held, Duration grace) {
  if (!std::exchange(held.pausing, true)) record(id, JobPaused{"interrupted"});
  for (const auto& [instance, key] : held.keys) end_miss(id, instance);  // others need not wait
  held.sessions.each([&](InstanceId instance, LiveSession& session) {
    if (!session.given || session.collecting || session.parked) return;
    const SessionKey key = key_of(id, instance, session.attempt);
    if (!session.stopping) session.stopping = Cause{.kind = Cause::Kind::preempted};
    if (session.line != 0 && session.handle.empty()) {  // it may not run yet
      session.recalled = true;
      recalls_.push_back(key);
    }
    if (!session.asked) stops_.push_back({key, grace});
  });
  mailbox_.wake();
}

}  // namespace headway::inline v0
