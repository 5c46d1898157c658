// Reading the traces of sessions.
#include "look_up.hpp"

#include "session_record.hpp"

#include <filesystem>

namespace headway::inline v0 {
namespace {

/// A call leaves no record; what it may leave is in its output folder.
bool left_nothing(const std::string& folder) {
  std::error_code unreadable;
  const std::filesystem::path output = std::filesystem::path(folder) / "output";
  if (!std::filesystem::exists(output, unreadable)) return !unreadable;
  const bool empty = std::filesystem::is_empty(output, unreadable);
  return empty && !unreadable;
}

}  // namespace

SessionReport look_up_ended(const SessionHandle& session, const std::set<pid_t>& running) {
  const auto record = read_record(session.folder);
  if (record && record->end) return *record->end;
  const auto process =
      record && record->process ? record->process : parse_process_identity(session.text);
  if (process && running.contains(process->pid) && !end_session(*process)) {
    return NoAnswer{"the session of process " + std::to_string(process->pid) + " does not end"};
  }
  if (!record && session.text.empty() && left_nothing(session.folder)) return Absent{};
  return Lost{"it ended with its engine"};
}

SessionReport with_reason(SessionReport answer, const std::string& reason) {
  if (auto* lost = std::get_if<Lost>(&answer)) lost->message = reason;
  return answer;
}

}  // namespace headway::inline v0
