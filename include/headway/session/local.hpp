// This machine as a backend: processes through the supervisor, callables on threads.
#pragma once

#include <headway/session/backend.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace headway::inline v0 {

struct LocalOptions {
  Resources slots{};               // laid over what the machine offers
  std::string program{};           // the headway program; empty: found beside this one or installed
  std::string folder{};            // of the supervisor's socket and lock; empty: the store's
  std::size_t worker_threads = 0;  // for callables; 0: one for each whole cpu of the node
};

/// What a LocalBackend can do here, without making one; `program` as in its options.
Capabilities local_capabilities(const std::string& program = {});

/// Runs sessions on this machine. Owned by the host, lent to an executor; its methods are for one
/// thread and throw SessionError in a forked child. No thread and no process is started before a
/// session asks for one. It touches neither signal handlers nor dispositions nor the mask, and
/// waits for no child but its supervisor.
class LocalBackend final : public SessionBackend {
 public:
  explicit LocalBackend(const LocalOptions& options = {});
  ~LocalBackend() override;

  [[nodiscard]] std::string_view name() const override { return "local"; }
  /// Processes only where the headway program was found.
  [[nodiscard]] Capabilities capabilities() const override;
  /// Unless it was given one. A store without a folder leaves it a temporary one.
  void use_folder(const std::string& folder) override;
  [[nodiscard]] bool outlives_engine() const override { return false; }
  void attach(SessionEvents& sink) override;
  void detach() override;
  void start(std::span<const SessionSpec> sessions) override;
  void recall(std::span<const SessionKey> sessions) override;
  void stop(std::span<const SessionStop> sessions) override;
  void look_up(std::span<const SessionHandle> sessions) override;
  void adopt(std::span<const SessionHandle> sessions) override;
  std::unique_ptr<LogReader> log(const SessionHandle& session) override;

  /// What sessions run on: the inventory with the slots laid over.
  [[nodiscard]] const Node& node() const;
  /// Why processes cannot run here; empty when they can.
  [[nodiscard]] const std::string& missing_program() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace headway::inline v0
