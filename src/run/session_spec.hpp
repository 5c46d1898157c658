// Composing a session: from an instance of a job to what a backend is asked to run.
#pragma once

#include "live_job.hpp"

#include <headway/base/error.hpp>
#include <headway/run/folders.hpp>
#include <headway/schedule/command.hpp>
#include <headway/session/backend.hpp>

namespace headway::inline v0 {

/// Why a session could not be composed: a secret without a value, an expression without one.
class CannotCompose : public Error {
 public:
  CannotCompose(Cause cause, const std::string& message) : Error(message), cause_(cause) {}
  [[nodiscard]] Cause cause() const { return cause_; }

 private:
  Cause cause_;
};

/// The session of a launched attempt: argv, environment and inputs with every `${{ }}` replaced,
/// its folder made. Throws CannotCompose, SessionError.
SessionSpec compose(const LaunchSession& launch, StoreId store, const LiveJob& live,
                    const std::shared_ptr<const CallPlaces>& places, const Folders& folders);

/// What the calls of a job may ask. `folders` is lent and outlives it.
std::shared_ptr<const CallPlaces> call_places(std::shared_ptr<const LiveJob> live,
                                              const Folders& folders);

/// Makes what the session of an intended attempt will need on the disk, ahead of its launch; what
/// fails here is told by `compose`. False: its graph is not published yet.
bool prepare(const LiveJob& live, InstanceId instance, Attempt attempt, const Folders& folders);

/// The value of a secret's reference, `env:NAME` or `file:PATH` (`~` is the home folder; one
/// trailing newline is dropped). Throws CannotCompose.
std::string resolve_secret(const Secret& secret);

}  // namespace headway::inline v0
