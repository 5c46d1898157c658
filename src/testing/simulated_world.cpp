// What happens in a simulated world, moment by moment.
#include "simulated_world.hpp"

#include "random_fates.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/store/inbox.hpp>
#include <headway/yaml/load.hpp>

#include <algorithm>
#include <exception>
#include <string>

namespace headway::inline v0::testing {

namespace {

constexpr Instant beginning{1'000'000'000'000};

std::vector<Node> nodes_of(Habitat habitat) {
  Node a{.name = "a", .resources = {{"cpu", 4}}};
  Node b{.name = "b", .resources = {{"cpu", 3}}};
  if (habitat == Habitat::machine) return {std::move(a)};
  return {std::move(a), std::move(b)};
}

Callables simulated_callables() {
  Callables all;
  all.add("work", make_callable({.outputs = {{.name = "n", .type = Type{Type::Kind::integer}}}},
                                [](TaskContext&, const Values&) { return Values{}; }));
  return all;
}

/// `session_accepted train attempt 1: exit_code(1)`.
std::string sentence(const Event& event, const JobStatus& status) {
  std::string text(name_of(event.fact));
  InstanceId instance;
  Attempt attempt = 0;
  if (!about(event.fact, instance, attempt)) return text;
  text += ' ' + status.name(instance) + " attempt " + std::to_string(attempt);
  const auto* accepted = std::get_if<SessionAccepted>(&event.fact);
  if (accepted != nullptr && accepted->placement) text += " on " + accepted->placement->node;
  const std::string cause = to_string(detail::cause_in(event.fact));
  return cause.empty() ? text : text + ": " + cause;
}

void keep_earlier(std::optional<Instant>& earliest, std::optional<Instant> other) {
  if (other && (!earliest || *other < *earliest)) earliest = other;
}

}  // namespace

SimulatedWorld::SimulatedWorld(const Scenario& scenario, const SimulationOptions& options)
    : scenario_(scenario),
      options_(options),
      pipeline_(yaml::load(scenario.pipeline, "simulated.yaml")),
      dice_(Dice(scenario.seed).named("world")),
      callables_(simulated_callables()),
      cluster_(scenario.habitat, nodes_of(scenario.habitat),
               random_fates(scenario.seed, scenario.habitat), dice_.named("cluster"),
               scenario.faults),
      clock_(beginning),
      invariants_(cluster_),
      now_(beginning),
      open_at_(beginning) {
  disk_.witness = [this](const Event& event) { see_durable(event); };
  cluster_.on_session([this](const auto& session) { see(session); });
}

void SimulatedWorld::narrate(const std::string& what) const {
  if (options_.narrator) options_.narrator(to_string(now_ - beginning) + "  " + what);
}

void SimulatedWorld::see_durable(const Event& event) {
  trace_.add(event);
  invariants_.durable(event);
  if (options_.narrator) narrate("durable: " + sentence(event, *invariants_.status()));
}

void SimulatedWorld::see(const SimulatedCluster::Session& session) {
  const SessionKey& key = session.spec.key;
  trace_.add(static_cast<std::uint64_t>(now_.us)).add(session.begun ? 1 : 0);
  trace_.add(key.instance.value).add(key.attempt);
  if (options_.narrator) {
    narrate((session.begun ? "begins: " : "accepted: ") + session.spec.name + " attempt " +
            std::to_string(key.attempt) + " on " + session.place().node);
  }
  invariants_.seen(session);
}

SimulationEnd SimulatedWorld::play() {
  constexpr int most = 20'000;
  int moments = 0;
  while (!is_over() && !invariants_.violation() && moments++ < most) {
    const auto next = next_moment();
    if (next) {
      pass_to(std::max(now_, *next));
    } else if (life_ && life_->job().state() == JobState::paused) {
      ask_for(Incident::resume);
      let_live();
    } else {
      break;
    }
  }
  if (life_) life_->compare();
  if (!invariants_.violation()) invariants_.over();
  return {invariants_.violation(), trace_.hash(), invariants_.events().size(), lives_};
}

bool SimulatedWorld::is_over() const {
  return life_ && is_terminal(life_->job().state()) && !cluster_.next_due();
}

std::optional<Instant> SimulatedWorld::next_moment() const {
  std::optional<Instant> next = cluster_.next_due();
  keep_earlier(next, open_at_);
  if (life_) {
    keep_earlier(next, life_->commit_at());
    if (life_->wake_at()) keep_earlier(next, *life_->wake_at() + (Duration{} - behind_));
  }
  for (const Stopped& stopped : stopped_) keep_earlier(next, stopped.wakes);
  if (happened_ < scenario_.incidents.size()) {
    keep_earlier(next, beginning + scenario_.incidents[happened_].at);
  }
  return next;
}

void SimulatedWorld::pass_to(Instant now) {
  now_ = now;
  clock_.set(wall());
  while (happened_ < scenario_.incidents.size() &&
         beginning + scenario_.incidents[happened_].at <= now_) {
    happen(scenario_.incidents[happened_++].what);
  }
  cluster_.advance(now_);
  wake_stopped();
  if (open_at_ && *open_at_ <= now_) open();
  if (life_) let_live();
}

void SimulatedWorld::happen(Incident incident) {
  narrate("incident: " + std::string(to_string(incident)));
  switch (incident) {
    case Incident::kill: return kill();
    case Incident::rival: return let_rival_in();
    case Incident::broken: disk_.broken = true; return;
    case Incident::lose: return cluster_.lose("b");
    case Incident::come_back: return cluster_.bring_back("b");
    case Incident::jump:
      now_ = now_ + 1_h;
      clock_.set(wall());
      return;
    case Incident::set_back:
      kill();
      behind_ = behind_ - 1_h;
      clock_.set(wall());
      return;
    case Incident::cancel:
    case Incident::pause:
    case Incident::resume: return ask_for(incident);
    case Incident::approve: return approve();
  }
}

/// People ask only an engine that lives.
void SimulatedWorld::ask_for(Incident incident) {
  if (!life_) return;
  try {
    if (incident == Incident::cancel) life_->job().cancel();
    if (incident == Incident::pause) life_->job().pause(2_s);
    if (incident == Incident::resume) life_->resume();
  } catch (const EngineKilled&) {
    kill();
  } catch (const StoreError&) {
    kill();
  }
}

/// Whatever waits for a person; by the inbox, which only a store in a folder has.
void SimulatedWorld::approve() {
  const JobStatus* status = invariants_.status();
  if (status == nullptr || !life_ || life_->store().root().empty()) return;
  const std::string root = life_->store().root();
  for (std::uint32_t i = 0; i < status->instances().size(); ++i) {
    if (status->instance({i}).state != InstanceState::waiting) continue;
    write_request(root, {.kind = "approve",
                         .job = life_->store().jobs().front().id,
                         .fields = {{"instance", status->name({i})}, {"by", "somebody"}},
                         .time = wall()});
  }
}

void SimulatedWorld::kill() {
  if (!life_) return;
  narrate("the engine is dead");
  life_.reset();
  open_at_ = now_ + Duration{dice_.below(30'000) * 1'000LL};
}

/// On one machine the first engine cannot go on beside it: its sessions would be ended.
void SimulatedWorld::let_rival_in() {
  if (!life_) return;
  if (scenario_.habitat == Habitat::machine) {
    kill();
    return open();
  }
  life_->lose_store();
  stopped_.push_back({std::move(life_), now_ + Duration{dice_.below(60'000) * 1'000LL}});
  open();
}

/// It goes on where it was, until it hears that the store is another's.
void SimulatedWorld::wake_stopped() {
  for (Stopped& stopped : stopped_) {
    if (stopped.wakes > now_) continue;
    try {
      stopped.life->turn(now_);
    } catch (const StoreFenced&) {
      stopped.life.reset();
    } catch (const EngineKilled&) {
      stopped.life.reset();
    } catch (const Error& failure) {
      invariants_.broken(std::string("a store that was lost was written: ") + failure.what());
    }
    if (stopped.life) stopped.life->compare();
  }
  std::erase_if(stopped_, [&](const Stopped& one) { return one.wakes <= now_; });
}

void SimulatedWorld::open() {
  open_at_.reset();
  narrate("an engine begins");
  const std::uint32_t kill_after = lives_ < scenario_.kills.size() ? scenario_.kills[lives_] : 0;
  life_ = std::make_unique<SimulatedLife>(
      SimulatedSurroundings{options_.open_store ? nullptr : &memory_, options_.open_store, disk_,
                            cluster_, clock_, invariants_, scenario_, callables_},
      lives_++, kill_after);
  try {
    life_->begin(pipeline_, now_);
  } catch (const InvalidPipeline&) {
    throw;
  } catch (const Error&) {  // killed, or what the job needs is not there now
    kill();
  }
}

void SimulatedWorld::let_live() {
  try {
    life_->turn(now_);
    life_->compare();
  } catch (const EngineKilled&) {
    kill();
  } catch (const StoreError&) {
    kill();
  } catch (const std::exception& failure) {
    invariants_.broken(std::string("the engine failed: ") + failure.what());
  }
}

}  // namespace headway::inline v0::testing
