// The lives of sessions in a simulated cluster, and what is reported of them.
#pragma once

#include <headway/testing/simulated_backend.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace headway::inline v0::testing {

inline void SimulatedCluster::plan(Due due, Duration in) {
  due_.emplace(std::pair(now_ + in, ++planned_), std::move(due));
}

inline std::optional<Instant> SimulatedCluster::next_due() const {
  if (due_.empty()) return {};
  return due_.begin()->first.first;
}

inline void SimulatedCluster::advance(Instant now) {
  while (!due_.empty() && due_.begin()->first.first <= now) {
    const auto next = due_.extract(due_.begin());
    now_ = std::max(now_, next.key().first);
    happen(next.mapped());
  }
  now_ = now;
}

inline void SimulatedCluster::happen(const Due& due) {
  if (due.kind == Kind::report) {
    for (SimulatedBackend* listener : listeners_) {
      const bool heard = due.asker == 0 || due.asker == listener->number_;
      if (heard) listener->hear(due.key, due.report);
    }
    return;
  }
  const auto found = sessions_.find(due.key);
  if (found == sessions_.end() || found->second.number != due.session) return;  // taken back
  Session& session = found->second;
  if (due.kind == Kind::begin) {
    begin(due.key, session);
  } else {
    end(due.key, session, due.report);
  }
}

inline Dice SimulatedCluster::dice_of(const SessionKey& key, std::string_view what) const {
  return dice_.named(std::to_string(key.instance.value) + '.' + std::to_string(key.attempt) + ' ' +
                     std::string(what));
}

inline void SimulatedCluster::attach(SimulatedBackend& listener) {
  listener.number_ = ++connections_;
  listeners_.push_back(&listener);
  tell_nodes();
}

inline void SimulatedCluster::tell_nodes() {
  std::vector<Node> there;
  for (const Node& node : nodes_) {
    if (!lost_nodes_.contains(node.name)) there.push_back(node);
  }
  for (const SimulatedBackend* listener : listeners_) {
    if (listener->sink_ != nullptr) listener->sink_->nodes_changed(there);
  }
}

inline void SimulatedCluster::start(const SessionSpec& spec, bool stray) {
  const auto [entry, is_new] =
      sessions_.try_emplace(spec.key, Session{.spec = spec, .stray = stray});
  Session& session = entry->second;
  if (!is_new) return tell_again(spec.key, session);
  session.spec.name = name_of(spec);
  session.spec.body = {};  // which is of its engine
  session.number = ++accepted_;
  session.handle = "slot-" + std::to_string(handles_++ % 3);  // handles come back
  witness(session);
  session.waits = spec.line.number != 0;
  if (!session.waits) return begin_soon(session);
  lines_.enter(spec.key, spec.line);
  start_next(spec.line.number);
}

inline void SimulatedCluster::start_next(std::uint64_t line) {
  while (const auto key = lines_.next(line)) {
    Session& session = sessions_.at(*key);
    session.waits = false;
    begin_soon(session);
  }
}

inline void SimulatedCluster::begin_soon(Session& session) {
  const SessionKey& key = session.spec.key;
  Dice dice = dice_of(key, "start");
  const Duration pause =
      strikes(Fault::slow, dice, 4) ? Duration{dice.below(60) * 1'000'000LL} : Duration{};
  session.begins = now_ + pause;
  if (pause.us == 0) return begin(key, session);
  plan({.kind = Kind::begin, .key = key, .session = session.number}, pause);
}

/// Out of its line, as if it had never been started.
inline void SimulatedCluster::recall(const SessionKey& key, std::uint32_t asker) {
  const auto found = sessions_.find(key);
  if (found == sessions_.end() || !lines_.remove(key, found->second.spec.line.number)) return;
  sessions_.erase(found);
  tell(key, Absent{}, asker);
}

/// What has begun ends with its engine, and nobody hears of it; the rest never was.
inline void SimulatedCluster::engine_ended() {
  lines_.clear();
  std::erase_if(sessions_, [](const auto& one) { return !one.second.begun && !one.second.end; });
  for (auto& [key, session] : sessions_) {
    if (!session.end) session.end = Lost{"it ended with its engine"};
  }
}

inline void SimulatedCluster::begin(const SessionKey& key, Session& session) {
  if (session.end) return;  // stopped before it began
  if (lost_nodes_.contains(session.place().node)) {
    return end(key, session, Lost{"its node has gone"});
  }
  session.begun = true;
  witness(session);
  tell_beginning(key, session);
  const AttemptFate fate = fates_(session.spec);
  plan({.kind = Kind::end, .key = key, .report = fate.end, .session = session.number}, fate.takes);
}

inline void SimulatedCluster::end(const SessionKey& key, Session& session,
                                  const SessionReport& report) {
  if (session.end) return;
  session.end = report;
  tell(key, report);
  const std::uint64_t line = session.spec.line.number;
  if (!lines_.remove(key, line)) lines_.leave(line);
  start_next(line);
}

inline void SimulatedCluster::stop(const SessionStop& stop) {
  constexpr std::int32_t terminated = 15;  // SIGTERM, where there are no signals
  const auto found = sessions_.find(stop.key);
  if (found == sessions_.end()) return tell(stop.key, Absent{});
  Session& session = found->second;
  if (std::exchange(session.stopped, true)) return;
  Dice dice = dice_of(stop.key, "stop");
  const bool deaf = session.begun && strikes(Fault::deaf, dice, 3);
  const Duration pause = deaf ? 5_min : Duration{dice.below(200) * 1'000LL};
  const Finished killed{.cause = {Cause::Kind::signal, terminated}};
  plan({.kind = Kind::end, .key = stop.key, .report = killed, .session = session.number}, pause);
}

inline void SimulatedCluster::look_up(const SessionKey& key, std::uint32_t asker) {
  const auto found = sessions_.find(key);
  Dice dice = dice_of(key, "question");
  if (found == sessions_.end()) return tell(key, Absent{}, asker);
  Session& session = found->second;
  Dice nth = dice.named(std::to_string(session.questions++));
  const bool unseen = !session.begun && !session.end;
  if (unseen || strikes(Fault::silent, nth, 2)) {
    return tell(key, NoAnswer{"nobody answers"}, asker);
  }
  tell(key, session.end ? *session.end : SessionReport{Found{session.handle}}, asker);
}

/// Its end may have come between the answer and this.
inline void SimulatedCluster::adopt(const SessionKey& key) {
  const auto found = sessions_.find(key);
  if (found != sessions_.end() && found->second.end) tell(key, *found->second.end);
}

inline Duration SimulatedCluster::delay(Dice& dice) const {
  if (strikes(Fault::late, dice, 4)) return {dice.below(90'000) * 1'000LL};
  if (habitat_ == Habitat::machine) return 1_ms;
  return {dice.below(20) * 1'000LL};
}

inline void SimulatedCluster::tell_after(const SessionKey& key, const SessionReport& report,
                                         Duration delay, std::uint32_t asker) {
  plan({.kind = Kind::report, .key = key, .report = report, .asker = asker}, delay);
  Dice dice = dice_of(key, "again").named(std::to_string(report.index()));
  if (!strikes(Fault::twice, dice, 3)) return;
  plan({.kind = Kind::report, .key = key, .report = report, .asker = asker},
       delay + Duration{dice.below(120'000) * 1'000LL});
}

/// One key is one session: who starts it again hears what has become of it.
inline void SimulatedCluster::tell_again(const SessionKey& key, const Session& session) {
  if (session.end) return tell(key, *session.end);
  if (session.begun) tell_beginning(key, session);
}

/// Both may be lost, or the second of them.
inline void SimulatedCluster::tell_beginning(const SessionKey& key, const Session& session) {
  Dice dice = dice_of(key, "beginning");
  if (strikes(Fault::lost, dice, 8)) return;
  const Duration accepted = delay(dice);
  const Duration started = delay(dice);
  const bool swaps = strikes(Fault::swapped, dice, 3);
  tell_after(key, Accepted{session.handle}, swaps ? accepted + started : accepted);
  if (strikes(Fault::lost, dice, 8)) return;
  tell_after(key, Started{"simulated"}, swaps ? accepted : accepted + started);
}

inline void SimulatedCluster::tell(const SessionKey& key, const SessionReport& report,
                                   std::uint32_t asker) {
  Dice dice = dice_of(key, "report").named(std::to_string(report.index()));
  const bool lost = is_end(report) && strikes(Fault::lost, dice, 8);
  tell_after(key, report, lost ? 10_min : delay(dice), asker);
}

inline void SimulatedCluster::lose(const std::string& node) {
  lost_nodes_.insert(node);
  for (auto& [key, session] : sessions_) {
    if (session.place().node == node && session.begun) {
      end(key, session, Lost{"its node has gone"});
    }
  }
  tell_nodes();
}

inline void SimulatedCluster::bring_back(const std::string& node) {
  lost_nodes_.erase(node);
  tell_nodes();
}

}  // namespace headway::inline v0::testing
