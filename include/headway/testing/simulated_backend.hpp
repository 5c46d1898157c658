// A backend onto a simulated cluster: one engine's connection, gone with it.
#pragma once

#include <headway/testing/simulated_cluster.hpp>
#include <headway/testing/tripwire.hpp>

#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0::testing {

/// Each call is a moment at which the engine may be killed, before and after it had its effect.
class SimulatedBackend final : public SessionBackend {
 public:
  SimulatedBackend(SimulatedCluster& cluster, Tripwire& wire) : cluster_(cluster), wire_(wire) {}
  ~SimulatedBackend() override {
    cluster_.detach(*this);
    if (!outlives_engine()) cluster_.engine_ended();
  }

  [[nodiscard]] std::string_view name() const override { return "simulated"; }
  [[nodiscard]] Capabilities capabilities() const override {
    const bool machine = cluster_.habitat() == Habitat::machine;
    return {.processes = true, .callables = true, .lines = machine, .clusters = true};
  }
  [[nodiscard]] bool outlives_engine() const override {
    return cluster_.habitat() == Habitat::cluster;
  }
  /// From here on its engine has lost the store.
  void stray() { stray_ = true; }
  void attach(SessionEvents& sink) override;
  void detach() override;
  void start(std::span<const SessionSpec> sessions) override;
  void recall(std::span<const SessionKey> sessions) override;
  void stop(std::span<const SessionStop> sessions) override;
  void look_up(std::span<const SessionHandle> sessions) override;
  void adopt(std::span<const SessionHandle> sessions) override;
  std::unique_ptr<LogReader> log(const SessionHandle& /*session*/) override { return nullptr; }

 private:
  friend class SimulatedCluster;
  void hear(const SessionKey& key, const SessionReport& report);

  SimulatedCluster& cluster_;
  Tripwire& wire_;
  SessionEvents* sink_ = nullptr;
  bool stray_ = false;
  std::uint32_t number_ = 0;         // of the connection, from 1
  std::set<SessionKey> followed_{};  // started, asked about or adopted here
};

// ---------------------------------------------------------------------------------------------

inline void SimulatedBackend::attach(SessionEvents& sink) {
  wire_.pass();
  sink_ = &sink;
  cluster_.attach(*this);
}

inline void SimulatedBackend::detach() {
  sink_ = nullptr;
  cluster_.detach(*this);
}

inline void SimulatedBackend::hear(const SessionKey& key, const SessionReport& report) {
  if (sink_ != nullptr && followed_.contains(key)) sink_->report(key, report);
}

inline void SimulatedBackend::start(std::span<const SessionSpec> sessions) {
  for (const SessionSpec& spec : sessions) {
    wire_.pass();
    followed_.insert(spec.key);
    cluster_.start(spec, stray_);
  }
  wire_.pass();
}

inline void SimulatedBackend::recall(std::span<const SessionKey> sessions) {
  for (const SessionKey& key : sessions) {
    wire_.pass();
    cluster_.recall(key, number_);
  }
}

inline void SimulatedBackend::stop(std::span<const SessionStop> sessions) {
  for (const SessionStop& session : sessions) {
    wire_.pass();
    followed_.insert(session.key);
    cluster_.stop(session);
  }
}

inline void SimulatedBackend::look_up(std::span<const SessionHandle> sessions) {
  for (const SessionHandle& session : sessions) {
    wire_.pass();
    followed_.insert(session.key);
    cluster_.look_up(session.key, number_);
  }
}

inline void SimulatedBackend::adopt(std::span<const SessionHandle> sessions) {
  for (const SessionHandle& session : sessions) {
    wire_.pass();
    cluster_.adopt(session.key);
  }
}

}  // namespace headway::inline v0::testing

#include <headway/testing/simulated_sessions.hpp>
