// The file `exit` in an attempt's folder: the trace that a session was started, and how it ended.
#pragma once

#include "../base/descriptor.hpp"
#include "process_identity.hpp"

#include <headway/session/backend.hpp>

#include <optional>
#include <string>

namespace headway::inline v0 {

// The file is made before the process is, so that its absence proves that nothing was started; and
// exclusively, so that one key is one session. Each fact is one line, appended by one write.

/// What the file says. `end` is how the session ended by itself or was stopped.
struct SessionRecord {
  std::optional<ProcessIdentity> process{};
  std::optional<Finished> end{};
};

/// The record of an attempt; nothing when there is no file.
std::optional<SessionRecord> read_record(const std::string& folder);

/// Writes one record. Move-only.
class SessionRecordWriter {
 public:
  /// Makes the file; on failure `valid()` is false and errno says why (EEXIST: started before).
  static SessionRecordWriter create(const std::string& folder);

  [[nodiscard]] bool valid() const { return file_.valid(); }
  void started(const ProcessIdentity& process) const;
  void ended(const Finished& end) const;
  /// The session was killed because its engine had gone: no end of its own.
  void ended_with_engine() const;

 private:
  Descriptor file_;
};

/// Removes the trace again: what it announced was not started.
void forget_record(const std::string& folder);

}  // namespace headway::inline v0
