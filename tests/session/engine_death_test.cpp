// What becomes of sessions when their engine is killed, and what the next engine learns.
#include "support/catch.hpp"
#include "support/local_sessions.hpp"

#include "look_up.hpp"
#include "process_identity.hpp"
#include "session_record.hpp"

#include <array>
#include <csignal>
#include <sstream>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace headway;
using namespace headway::testing;

namespace {

/// An engine in a process of its own with sessions that go on for ever.
class DoomedEngine {
 public:
  explicit DoomedEngine(const std::string& folder, int sessions) {
    std::vector<std::string> words{DOOMED_ENGINE, SESSION_SUPERVISOR, folder,
                                   std::to_string(sessions)};
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::posix_spawn(&pid_, DOOMED_ENGINE, nullptr, nullptr, argv.data(), ::environ);
    if (!eventually([&] { return std::filesystem::exists(folder + "/ready"); }, 60'000)) kill();
  }
  ~DoomedEngine() { kill(); }
  DoomedEngine(const DoomedEngine&) = delete;
  DoomedEngine& operator=(const DoomedEngine&) = delete;

  void kill() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(std::exchange(pid_, 0), nullptr, 0);
  }

 private:
  pid_t pid_ = 0;
};

template <class Report>
std::optional<Report> answer(LocalBackend& backend, const ReportList& reports,
                             const SessionHandle& handle) {
  backend.look_up({&handle, 1});
  eventually([&] { return !reports.of<Report>(handle.key).empty(); }, 20'000);
  const auto answers = reports.of<Report>(handle.key);
  return answers.empty() ? std::nullopt : std::optional(answers.front());
}

std::string attempt_folder(const std::string& folder, int number) {
  return folder + "/attempt" + std::to_string(number);
}

/// A shell that leads a session, without engine and supervisor.
ProcessIdentity begin_session(std::string text) {
  std::array<std::string, 3> words{"sh", "-c", std::move(text)};
  std::array<char*, 4> argv{words[0].data(), words[1].data(), words[2].data(), nullptr};
  pid_t pid = 0;
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  ::posix_spawn(&pid, "/bin/sh", nullptr, &attributes, argv.data(), ::environ);
  ::posix_spawnattr_destroy(&attributes);
  return {boot_id(), pid, start_ticks_of(pid).value_or(0)};
}

bool is_gone(const std::string& pid) {
  const auto state = text_of("/proc/" + pid + "/stat");
  return state.empty() || state.find(") Z ") != std::string::npos;
}

}  // namespace

TEST_CASE("nothing that an engine started is alive a second after its kill") {
  TemporaryFolder folder;
  DoomedEngine engine(folder.path(), 20);
  std::string pids;
  for (int i = 0; i < 20; ++i) pids += text_of(attempt_folder(folder.path(), i) + "/log");
  engine.kill();
  sleep_ms(1000);
  std::istringstream words(pids);
  int count = 0;
  for (std::string pid; words >> pid; ++count) CHECK(is_gone(pid));
  CHECK(count == 40);
}

TEST_CASE("the next engine learns the end of each session of a killed one") {
  TemporaryFolder folder;
  DoomedEngine engine(folder.path(), 1);
  engine.kill();
  ReportList reports;
  LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = folder.path()});
  backend.attach(reports);
  const auto ended = answer<Finished>(
      backend, reports, {ExamRoom::key(1000), "", attempt_folder(folder.path(), 1000)});
  REQUIRE(ended);
  CHECK(ended->cause == Cause{Cause::Kind::exit_code, 3});
  CHECK(answer<Lost>(backend, reports, {ExamRoom::key(0), "", attempt_folder(folder.path(), 0)}));
  CHECK(answer<Absent>(backend, reports, {ExamRoom::key(7), "", attempt_folder(folder.path(), 7)}));
  backend.detach();
}

TEST_CASE("a session that outlived both engine and supervisor is killed before it is called lost") {
  TemporaryFolder folder;
  const auto session = process_spec(folder.path(), 0, {});
  const auto process = begin_session("exec sleep 1000");
  SessionRecordWriter::create(session.folder).started(process);

  ReportList reports;
  LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = folder.path()});
  backend.attach(reports);
  CHECK(answer<Lost>(backend, reports, {session.key, to_string(process), session.folder}));
  CHECK_FALSE(is_alive(process));
  backend.detach();
  ::waitpid(process.pid, nullptr, 0);
}

TEST_CASE("what a session left running is killed when its main process has ended by itself") {
  TemporaryFolder folder;
  const auto session = process_spec(folder.path(), 0, {});
  const std::string pids = folder / "pids";
  // The second is in a group of its own, as `timeout` makes one.
  const auto leader = begin_session("sleep 1000 & echo $! >" + pids +
                                    "; timeout 1000 sleep 1001 & echo $! >>" + pids);
  SessionRecordWriter::create(session.folder).started(leader);
  ::waitpid(leader.pid, nullptr, 0);

  ReportList reports;
  LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = folder.path()});
  backend.attach(reports);
  CHECK(answer<Lost>(backend, reports, {session.key, to_string(leader), session.folder}));
  std::istringstream words(text_of(pids));
  int count = 0;
  for (std::string pid; words >> pid; ++count) CHECK(is_gone(pid));
  CHECK(count == 2);
  backend.detach();
}

TEST_CASE("a stranger with the process id of a session is left alone") {
  TemporaryFolder folder;
  const auto session = process_spec(folder.path(), 0, {});
  const ProcessIdentity earlier{boot_id(), ::getpid(), 1};
  ReportList reports;
  LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = folder.path()});
  backend.attach(reports);
  CHECK(answer<Lost>(backend, reports, {session.key, to_string(earlier), session.folder}));
  backend.detach();
}

TEST_CASE("a call that left something behind is lost and one that left nothing is absent") {
  TemporaryFolder folder;
  const auto session = process_spec(folder.path(), 0, {});
  ReportList reports;
  LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = folder.path()});
  backend.attach(reports);
  CHECK(answer<Absent>(backend, reports, {session.key, "", session.folder}));
  std::ofstream(session.folder + "/output/half") << "x";
  CHECK(answer<Lost>(backend, reports, {session.key, "", session.folder}));
  backend.detach();
}

TEST_CASE("a process that does not end is no lost one whatever became of its supervisor") {
  const auto silent = with_reason(NoAnswer{"it does not end"}, "the supervisor was killed");
  REQUIRE(std::holds_alternative<NoAnswer>(silent));
  CHECK(std::get<NoAnswer>(silent).message == "it does not end");
  CHECK(std::get<Lost>(with_reason(Lost{}, "the supervisor was killed")).message ==
        "the supervisor was killed");
}
