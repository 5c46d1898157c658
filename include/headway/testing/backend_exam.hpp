// The exam of session backends: named cases that every backend passes, for any test framework.
#pragma once

#include <headway/testing/backend_exam_room.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

enum class Verdict { passed, skipped };

/// A case passes or skips when `check` returns, and fails when it throws.
struct BackendCase {
  std::string name;
  std::function<Verdict()> check;
};

/// The cases. Each attaches a backend of its own and detaches it again.
std::vector<BackendCase> backend_exam(BackendSubject subject);

// ---------------------------------------------------------------------------------------------

namespace backend_cases {

inline constexpr std::int32_t kill_signal = 9;

inline Finished end_of(ExamRoom& room, Act act) {
  const auto session = room.spec(act);
  room.start(session);
  return room.wait_for<Finished>(session.key);
}

inline void says_its_nodes(ExamRoom& room) {
  require(room.reports().nodes_came_first(), "nodes are told before anything else");
  require(!room.reports().nodes().empty(), "there is a node to run on");
}

inline void success(ExamRoom& room) {
  const auto end = end_of(room, Act::succeed);
  require(end.cause == Cause{}, "a success has no cause, not " + to_string(end.cause));
}

inline void order_of_reports(ExamRoom& room) {
  end_of(room, Act::succeed);
  const auto entries = room.reports().entries();
  require(entries.size() >= 3, "a session is accepted, started and finished");
  require(std::holds_alternative<Accepted>(entries[0].second) &&
              std::holds_alternative<Started>(entries[1].second) &&
              std::holds_alternative<Finished>(entries[2].second),
          "accepted comes before started, started before finished");
}

inline void exit_code(ExamRoom& room) {
  const auto end = end_of(room, Act::exit_with_3);
  require(end.cause == Cause{Cause::Kind::exit_code, 3},
          "exit code 3 is told as such, not as " + to_string(end.cause));
}

inline void signal(ExamRoom& room) {
  const auto end = end_of(room, Act::die_of_signal);
  require(end.cause == Cause{Cause::Kind::signal, kill_signal},
          "the signal it died of is told, not " + to_string(end.cause));
}

inline void one_key_one_session(ExamRoom& room) {
  const auto session = room.spec(Act::succeed);
  const std::vector<SessionSpec> twice{session, session};
  room.backend().start(twice);
  room.wait_for<Finished>(session.key);
  room.start(session);
  for (int i = 0; i < 20; ++i) room.let_pass();
  require(room.reports().of<Started>(session.key).size() == 1, "a key starts once");
  require(room.reports().of<Finished>(session.key).size() == 1, "a key ends once");
}

inline void polite_stop(ExamRoom& room) {
  const auto session = room.spec(Act::wait_for_stop);
  room.start(session);
  room.wait_for<Started>(session.key);
  room.stop(session.key, Duration{20'000'000});
  const auto end = room.wait_for<Finished>(session.key);
  require(!(end.cause == Cause{Cause::Kind::signal, kill_signal}),
          "a session that ends when asked is not killed");
}

inline void forced_stop(ExamRoom& room) {
  const auto session = room.spec(Act::ignore_stop);
  room.start(session);
  room.wait_for<Started>(session.key);
  for (int i = 0; i < 20; ++i) room.let_pass();  // until it does not listen any more
  room.stop(session.key, Duration{200'000});
  const auto end = room.wait_for<Finished>(session.key);
  require(end.cause == Cause{Cause::Kind::signal, kill_signal},
          "what does not end when asked is killed, not " + to_string(end.cause));
}

inline void stop_of_unknown(ExamRoom& room) {
  room.stop(ExamRoom::key(7), Duration{});
  room.wait_for<Absent>(ExamRoom::key(7));
}

inline void look_up_running(ExamRoom& room) {
  const auto session = room.spec(Act::wait_for_stop);
  room.start(session);
  const auto accepted = room.wait_for<Accepted>(session.key);
  room.wait_for<Started>(session.key);
  const SessionHandle handle{session.key, accepted.handle, session.folder};
  room.backend().look_up({&handle, 1});
  require(room.wait_for<Found>(session.key).running, "a running session is found running");
  room.stop(session.key, Duration{});
  room.wait_for<Finished>(session.key);
}

inline void look_up_absent(ExamRoom& room) {
  const auto session = room.spec(Act::succeed, 8);  // never started
  const SessionHandle handle{session.key, {}, session.folder};
  room.backend().look_up({&handle, 1});
  room.wait_for<Absent>(session.key);
}

inline void log(ExamRoom& room) {
  const auto session = room.spec(Act::write_lines);
  room.start(session);
  room.wait_for<Finished>(session.key);
  const auto text = room.log_of(session);
  require(text == "one\ntwo\n", "the log is what was written, not \"" + text + '"');
}

inline void environment(ExamRoom& room) {
  const std::string value = " 'single' \"double\" $HOME `id` \\ \n\t;|&* \xc3\xbc\xe2\x82\xac %0a ";
  auto session = room.spec(Act::write_variable);
  std::get<ProcessSpec>(session.body).env.emplace_back("HEADWAY_EXAM", value);
  room.start(session);
  room.wait_for<Finished>(session.key);
  require(room.log_of(session) == value, "variables arrive byte by byte");
}

inline void resources(ExamRoom& room) {
  auto session = room.spec(Act::write_threads);
  session.placement =
      std::make_shared<const Placement>(Placement{.node = "local", .granted = {{"cpu", 2}}});
  room.start(session);
  room.wait_for<Finished>(session.key);
  const auto text = room.log_of(session);
  require(text == "2", "a session sees what it was granted, not \"" + text + '"');
}

inline void spawn_failure(ExamRoom& room) {
  const auto end = end_of(room, Act::cannot_start);
  require(end.cause.kind == Cause::Kind::spawn_failed, "what cannot start is told as such");
  require(!end.message.empty(), "it is told why");
}

inline void many(ExamRoom& room) {
  constexpr std::uint32_t count = 200;
  std::vector<SessionSpec> sessions;
  for (std::uint32_t i = 0; i < count; ++i) sessions.push_back(room.spec(Act::succeed, i));
  room.backend().start(sessions);
  for (const auto& session : sessions) {
    require(room.wait_for<Finished>(session.key).cause == Cause{}, "each of many succeeds");
  }
}

/// Starts three sessions in a line of two places; the first two have started when this returns.
inline std::vector<SessionSpec> line_of_three(ExamRoom& room) {
  if (!room.backend().capabilities().lines) throw NotExpressible{};
  std::vector<SessionSpec> sessions;
  for (std::uint32_t i = 0; i < 3; ++i) {
    sessions.push_back(room.spec(Act::wait_for_stop, i));
    if (std::holds_alternative<CallableSpec>(sessions.back().body)) throw NotExpressible{};
    sessions.back().line = {.number = 9, .places = 2};
  }
  room.backend().start(sessions);
  for (std::uint32_t i = 0; i < 2; ++i) room.wait_for<Started>(sessions[i].key);
  for (int i = 0; i < 20; ++i) room.let_pass();
  require(room.reports().of<Started>(sessions[2].key).empty(),
          "no more of a line run than it has places");
  return sessions;
}

inline void place_in_line(ExamRoom& room) {
  const auto sessions = line_of_three(room);
  room.stop(sessions[0].key, Duration{});
  room.wait_for<Finished>(sessions[0].key);
  room.wait_for<Started>(sessions[2].key);
}

inline void recall_from_line(ExamRoom& room) {
  const auto sessions = line_of_three(room);
  for (const std::size_t i : {2U, 0U}) room.backend().recall({&sessions[i].key, 1});
  room.wait_for<Absent>(sessions[2].key);
  require(room.reports().of<Absent>(sessions[0].key).empty(), "what runs goes on");
  room.stop(sessions[0].key, Duration{});
  room.wait_for<Finished>(sessions[0].key);
  for (int i = 0; i < 20; ++i) room.let_pass();
  require(room.reports().of<Started>(sessions[2].key).empty(), "what was recalled does not start");
  room.start(sessions[2]);
  room.wait_for<Started>(sessions[2].key);
}

inline void stop_in_line(ExamRoom& room) {
  const auto sessions = line_of_three(room);
  room.stop(sessions[2].key, Duration{20'000'000});
  room.wait_for<Finished>(sessions[2].key);
  room.stop(sessions[0].key, Duration{});
  room.wait_for<Finished>(sessions[0].key);
  for (int i = 0; i < 20; ++i) room.let_pass();
  require(room.reports().of<Started>(sessions[2].key).empty(), "what was stopped does not start");
}

inline void silence_after_detach(ExamRoom& room) {
  const auto session = room.spec(Act::wait_for_stop);
  room.start(session);
  room.wait_for<Started>(session.key);
  room.backend().detach();
  const auto before = room.reports().entries().size();
  for (int i = 0; i < 20; ++i) room.let_pass();
  require(room.reports().entries().size() == before, "nothing is reported after detach");
}

inline void next_engine(ExamRoom& room) {
  const auto session = room.spec(Act::succeed);
  const auto& reports = room.reports();
  room.start(session);
  room.attach_again();
  const SessionHandle handle{session.key, {}, session.folder};
  room.backend().look_up({&handle, 1});
  const auto has_ended = [&] {
    return !reports.of<Finished>(session.key).empty() || !reports.of<Lost>(session.key).empty();
  };
  constexpr int patience = 5000;
  for (int i = 0; i < patience && !has_ended() && reports.of<Absent>(session.key).empty(); ++i) {
    room.let_pass();
  }
  if (has_ended()) return;
  room.wait_for<Absent>(session.key);
  room.start(session);
  room.wait_for<Finished>(session.key);
}

}  // namespace backend_cases

inline std::vector<BackendCase> backend_exam(BackendSubject subject) {
  using namespace backend_cases;
  const std::vector<std::pair<std::string, void (*)(ExamRoom&)>> cases{
      {"its nodes come first", says_its_nodes},
      {"a success has no cause", success},
      {"accepted comes before started and that before finished", order_of_reports},
      {"an exit code is told", exit_code},
      {"a signal is told", signal},
      {"a key started twice is one session", one_key_one_session},
      {"a session that listens ends when asked", polite_stop},
      {"a session that does not listen is forced", forced_stop},
      {"a key never started is absent when stopped", stop_of_unknown},
      {"a running session is found", look_up_running},
      {"a key never started is absent when looked up", look_up_absent},
      {"a log can be read", log},
      {"variables arrive byte by byte", environment},
      {"granted resources can be seen", resources},
      {"what cannot be started is told with its reason", spawn_failure},
      {"two hundred sessions at once all end", many},
      {"a session in a line takes the place of one that ends", place_in_line},
      {"a session recalled from its line can be started again", recall_from_line},
      {"a session stopped in its line never starts", stop_in_line},
      {"nothing is reported after detach", silence_after_detach},
      {"a key that the next engine finds absent can be started by it", next_engine},
  };
  std::vector<BackendCase> exam;
  for (const auto& [name, check] : cases) {
    exam.push_back({name, [subject, check = check] {
                      try {
                        ExamRoom room(subject);
                        check(room);
                        return Verdict::passed;
                      } catch (const NotExpressible&) {
                        return Verdict::skipped;
                      }
                    }});
  }
  return exam;
}

}  // namespace headway::inline v0::testing
