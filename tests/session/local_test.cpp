// Real processes on this machine: how each ends, and what stays as it was.
#include "support/catch.hpp"
#include "support/local_sessions.hpp"

#include "process_identity.hpp"
#include "session_record.hpp"

#include <headway/base/error.hpp>
#include <headway/model/callable.hpp>

#include <csignal>
#include <tuple>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace headway;
using namespace headway::testing;

namespace {

constexpr Cause by_signal(std::int32_t number) { return {Cause::Kind::signal, number}; }

/// The direct children of this process.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto pid = std::atoi(entry.path().filename().c_str());
    if (pid == 0) continue;
    const std::string stat = text_of(entry.path().string() + "/stat");
    const auto name_end = stat.rfind(')');
    if (name_end == std::string::npos) continue;
    if (std::atoi(stat.c_str() + name_end + 3) == parent) found.push_back(pid);
  }
  return found;
}

pid_t supervisor_of_this_test() {
  const auto children = children_of(::getpid());
  REQUIRE(children.size() == 1);
  return children.front();
}

ProcessIdentity process_of(LocalSessions& sessions, const SessionSpec& session) {
  return parse_process_identity(sessions.wait_for<Accepted>(session).handle).value();
}

}  // namespace

TEST_CASE("a session killed by a signal says which") {
  LocalSessions sessions;
  CHECK(sessions.end_of(sessions.shell("kill -SEGV $$")).cause == by_signal(SIGSEGV));
}

TEST_CASE("output and error output land in the log in order") {
  LocalSessions sessions;
  const auto session = sessions.shell("echo one; echo two >&2; exit 3");
  CHECK(sessions.end_of(session).cause == Cause{Cause::Kind::exit_code, 3});
  CHECK(LocalSessions::log_of(session) == "one\ntwo\n");
}

TEST_CASE("a silent session leaves no log") {
  LocalSessions sessions;
  const auto session = sessions.spec({"true"});
  sessions.end_of(session);
  CHECK_FALSE(std::filesystem::exists(session.folder + "/log"));
  CHECK(sessions.backend().log({session.key, "", session.folder}) == nullptr);
}

TEST_CASE("what cannot be spawned says precisely why") {
  LocalSessions sessions;
  const auto message_of = [&](SessionSpec session) {
    const auto end = sessions.end_of(session);
    CHECK(end.cause.kind == Cause::Kind::spawn_failed);
    return end.message;
  };
  CHECK(message_of(sessions.spec({"./prep.sh"})) == "exec ./prep.sh: no such file");
  CHECK(message_of(sessions.spec({"no-such-word"})) == "exec no-such-word: not found in PATH");
  const std::string data = sessions.folder() + "/data";
  std::ofstream(data) << "1,2,3\n";
  CHECK(message_of(sessions.spec({data})) == "exec " + data + ": not an executable file");
  CHECK(message_of(sessions.spec({"true", std::string(200'000, 'x')})) ==
        "exec true: arguments and environment are larger than the system allows");
  CHECK(message_of(sessions.spec({})) == "the command is empty");
  CHECK(message_of(sessions.spec({"echo", std::string("a\0b", 3)})) == "word 1 holds a NUL byte");
  auto nowhere = sessions.spec({"true"});
  std::get<ProcessSpec>(nowhere.body).workdir = "/no/such/folder";
  CHECK(message_of(nowhere) == "workdir /no/such/folder: No such file or directory");
  auto no_folder = sessions.spec({"true"});
  std::get<ProcessSpec>(no_folder.body).workdir = "/etc/hostname";
  CHECK(message_of(no_folder) == "workdir /etc/hostname: not a folder");
}

TEST_CASE("a script without its interpreter is told from a missing script") {
  LocalSessions sessions;
  const std::string script = sessions.folder() + "/script";
  std::ofstream(script) << "#!/no/such/interpreter\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  CHECK(sessions.end_of(sessions.spec({script})).message ==
        "exec " + script + ": its interpreter (the #! line) or loader does not exist");
}

TEST_CASE("a relative program is found in the working directory") {
  LocalSessions sessions;
  const std::string script = sessions.folder() + "/here.sh";
  std::ofstream(script) << "#!/bin/sh\npwd\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  auto session = sessions.spec({"./here.sh"});
  std::get<ProcessSpec>(session.body).workdir = sessions.folder();
  CHECK(sessions.end_of(session).cause == Cause{});
  CHECK(LocalSessions::log_of(session) == sessions.folder() + '\n');
}

TEST_CASE("a clean environment holds nothing but what was given") {
  LocalSessions sessions;
  auto session = sessions.spec({"env"});
  std::get<ProcessSpec>(session.body).clean_env = true;
  std::get<ProcessSpec>(session.body).env = {{"ONLY", "this"}};
  sessions.end_of(session);
  CHECK(LocalSessions::log_of(session) == "ONLY=this\nCUDA_VISIBLE_DEVICES=\nOMP_NUM_THREADS=1\n");
}

TEST_CASE("an addition replaces an inherited variable") {
  LocalSessions sessions;
  auto session = sessions.shell("env | grep ^HOME=");
  std::get<ProcessSpec>(session.body).env = {{"HOME", "/elsewhere"}};
  sessions.end_of(session);
  CHECK(LocalSessions::log_of(session) == "HOME=/elsewhere\n");
}

TEST_CASE("a session sees exactly the devices it was granted") {
  LocalSessions sessions(LocalOptions{.slots = {{"gpu", 4}}, .program = SESSION_SUPERVISOR});
  auto session = sessions.shell("echo $CUDA_VISIBLE_DEVICES");
  session.placement =
      std::make_shared<const Placement>(Placement{.node = "local", .gpus = {{1, 500}, {3, 1000}}});
  sessions.end_of(session);
  const auto& names = sessions.backend().node().gpus;
  const auto expected = names.empty() ? std::string("1,3\n") : names[1] + ',' + names[3] + '\n';
  CHECK(LocalSessions::log_of(session) == expected);
}

TEST_CASE("a session that ignores the request to stop is killed after the grace") {
  LocalSessions sessions;
  const auto session =
      sessions.start(sessions.shell("trap '' TERM; echo deaf; while :; do sleep 0.02; done"));
  REQUIRE(eventually([&] { return LocalSessions::log_of(session) == "deaf\n"; }));
  sessions.stop(session, 100_ms);
  CHECK(sessions.wait_for<Finished>(session).cause == by_signal(SIGKILL));
  CHECK_FALSE(is_alive(process_of(sessions, session)));
}

TEST_CASE("a session that listens ends as it likes when asked to stop") {
  LocalSessions sessions;
  const auto session = sessions.start(
      sessions.shell("trap 'echo bye; exit 0' TERM; echo on; while :; do sleep 0.02; done"));
  REQUIRE(eventually([&] { return LocalSessions::log_of(session) == "on\n"; }));
  sessions.stop(session, 60_s);
  CHECK(sessions.wait_for<Finished>(session).cause == Cause{});
  CHECK(LocalSessions::log_of(session).ends_with("bye\n"));
}

TEST_CASE("a halted session can be stopped") {
  LocalSessions sessions;
  const auto session = sessions.start(sessions.spec({"sleep", "1000"}));
  ::kill(process_of(sessions, session).pid, SIGSTOP);
  sessions.stop(session, 60_s);
  CHECK(sessions.wait_for<Finished>(session).cause == by_signal(SIGTERM));
}

TEST_CASE("a session ends with its main process and what it left in the background is killed") {
  LocalSessions sessions;
  const auto session = sessions.shell("sleep 1000 & echo $!; exit 0");
  CHECK(sessions.end_of(session).cause == Cause{});
  const pid_t background = std::stoi(LocalSessions::log_of(session));
  CHECK_FALSE(start_ticks_of(background));
}

TEST_CASE("a flood of output neither blocks the session nor grows the log") {
  LocalSessions sessions;
  const auto session = sessions.shell("head -c 2000000000 /dev/zero; printf 'the end'");
  sessions.start(session);
  sessions.wait_for<Started>(session);
  const std::string memory = "/proc/" + std::to_string(supervisor_of_this_test()) + "/status";
  const auto peak_kb = [&] {
    const std::string status = text_of(memory);
    return std::stol(status.substr(status.find("VmHWM:") + 6));
  };
  const long before_kb = peak_kb();
  CHECK(sessions.wait_for<Finished>(session).cause == Cause{});
  CHECK(peak_kb() - before_kb < 32 * 1024);
  CHECK(std::filesystem::file_size(session.folder + "/log") <= 64U << 20U);
  const std::string log = LocalSessions::log_of(session);
  CHECK(log.ends_with("the end"));
  CHECK(log.find("[headway: 1932891399 bytes dropped here]") != std::string::npos);
}

TEST_CASE("sessions beyond the limit on descriptors wait for others to end") {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit few = before;
  few.rlim_cur = 44;
  ::setrlimit(RLIMIT_NOFILE, &few);
  LocalSessions sessions;
  std::vector<SessionSpec> all;
  for (int i = 0; i < 20; ++i) all.push_back(sessions.start(sessions.shell("sleep 0.02; echo x")));
  for (const auto& session : all) {
    CHECK(sessions.wait_for<Finished>(session).cause == Cause{});
    CHECK(LocalSessions::log_of(session) == "x\n");
  }
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST_CASE("a session inherits no descriptor but its three") {
  const int leaked = ::open("/dev/null", O_RDONLY);  // without close-on-exec, as a host may
  LocalSessions sessions;
  const auto session = sessions.shell("ls /proc/$$/fd; readlink /proc/$$/fd/0");
  sessions.end_of(session);
  ::close(leaked);
  CHECK(LocalSessions::log_of(session) == "0\n1\n2\n/dev/null\n");
}

TEST_CASE("a session finds default dispositions and an empty mask") {
  std::signal(SIGPIPE, SIG_IGN);
  LocalSessions sessions;
  const auto session = sessions.spec({"grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"});
  sessions.end_of(session);
  std::signal(SIGPIPE, SIG_DFL);
  // Two of the C library's own signals beyond the 31st may stay ignored: posix_spawn does that.
  const std::string log = LocalSessions::log_of(session);
  CHECK(log.find("SigBlk:\t0000000000000000\n") != std::string::npos);
  CHECK(log.ends_with("0000000\n"));
}

TEST_CASE("the host's handler of SIGCHLD is left alone") {
  struct sigaction before {};
  struct sigaction ours {};
  ours.sa_handler = [](int) {};
  ::sigaction(SIGCHLD, &ours, &before);
  {
    LocalSessions sessions;
    sessions.end_of(sessions.spec({"true"}));
  }
  struct sigaction after {};
  ::sigaction(SIGCHLD, &before, &after);
  CHECK(after.sa_handler == ours.sa_handler);
}

TEST_CASE("nothing of a backend is left when it is gone") {
  const auto descriptors = [] {
    const std::filesystem::directory_iterator entries("/proc/self/fd");
    return std::distance(begin(entries), end(entries));
  };
  const auto before = descriptors();
  {
    LocalSessions sessions;
    for (int i = 0; i < 20; ++i) sessions.end_of(sessions.spec({"true"}));
    sessions.start(sessions.spec({"sleep", "1000"}));
  }
  CHECK(children_of(::getpid()).empty());
  CHECK(descriptors() == before);
}

TEST_CASE("the supervisor keeps neither zombies nor descriptors of ended sessions") {
  LocalSessions sessions;
  sessions.end_of(sessions.shell("setsid sleep 0.01 & exit 0"));
  const pid_t supervisor = supervisor_of_this_test();
  const auto descriptors = [&] {
    const std::filesystem::directory_iterator entries("/proc/" + std::to_string(supervisor) +
                                                      "/fd");
    return std::distance(begin(entries), end(entries));
  };
  const auto before = descriptors();
  for (int i = 0; i < 50; ++i)
    sessions.end_of(sessions.shell("sleep 0.001 & setsid true & exit 0"));
  CHECK(eventually([&] { return children_of(supervisor).empty(); }));
  CHECK(descriptors() == before);
}

TEST_CASE("detaching ends what runs and records that the engine had gone") {
  SessionSpec session;
  ProcessIdentity process;
  TemporaryFolder folder;
  {
    ReportList reports;
    LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = folder.path()});
    backend.attach(reports);
    session = process_spec(folder.path(), 0, {"sleep", "1000"});
    backend.start({&session, 1});
    REQUIRE(eventually([&] { return !reports.of<Accepted>(session.key).empty(); }));
    process = parse_process_identity(reports.of<Accepted>(session.key).front().handle).value();
    backend.detach();
    CHECK(reports.of<Finished>(session.key).empty());
  }
  CHECK_FALSE(is_alive(process));
  const auto record = read_record(session.folder);
  REQUIRE(record);
  CHECK(record->process == process);
  CHECK_FALSE(record->end);
}

TEST_CASE("a key whose start did not get through is started by the next engine of the backend") {
  TemporaryFolder folder;
  const std::string path = folder / "supervisor.lock";
  Descriptor held_up(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  REQUIRE(::flock(held_up.get(), LOCK_EX) == 0);
  ReportList reports;
  LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = folder.path()});
  const auto session = process_spec(folder.path(), 0, {"true"});
  backend.attach(reports);
  backend.start({&session, 1});
  backend.detach();
  held_up.reset();
  backend.attach(reports);
  backend.start({&session, 1});
  CHECK(eventually([&] { return !reports.of<Finished>(session.key).empty(); }));
  backend.detach();
}

TEST_CASE("when the supervisor is killed its sessions are ended and lost and the next one works") {
  LocalSessions sessions;
  const auto session = sessions.start(sessions.spec({"sleep", "1000"}));
  const auto process = process_of(sessions, session);
  ::kill(supervisor_of_this_test(), SIGKILL);
  CHECK(sessions.wait_for<Lost>(session).message == "the supervisor was killed by signal 9");
  CHECK_FALSE(is_alive(process));
  CHECK(sessions.end_of(sessions.spec({"true"})).cause == Cause{});
}

TEST_CASE("a program that is no supervisor makes sessions fail with a message") {
  LocalSessions sessions(LocalOptions{.program = "/bin/true"});
  const auto end = sessions.end_of(sessions.spec({"true"}));
  CHECK(end.cause.kind == Cause::Kind::spawn_failed);
  CHECK(end.message ==
        "the supervisor has ended with exit code 0; is /bin/true the headway program?");
}

TEST_CASE("a backend without its program runs no processes and says where it looked") {
  LocalSessions sessions(LocalOptions{.program = "/no/such/headway"});
  CHECK_FALSE(sessions.backend().capabilities().processes);
  CHECK(sessions.backend().capabilities().callables);
  CHECK(sessions.end_of(sessions.spec({"true"})).message ==
        "the headway program, which starts processes, is not at /no/such/headway; set "
        "HEADWAY_PROGRAM to its path");
}

TEST_CASE("a store folder may have a path longer than a socket's address") {
  TemporaryFolder folder;
  const std::string deep = folder / std::string(120, 'd');
  ReportList reports;
  LocalBackend backend({.program = SESSION_SUPERVISOR, .folder = deep});
  backend.attach(reports);
  const auto session = process_spec(folder.path(), 0, {"true"});
  backend.start({&session, 1});
  CHECK(eventually([&] { return !reports.of<Finished>(session.key).empty(); }));
  backend.detach();
}

TEST_CASE("a forked child cannot use its parent's backend and does no harm to it") {
  LocalSessions sessions;
  const auto session = sessions.start(sessions.spec({"sleep", "1000"}));
  sessions.wait_for<Started>(session);
  const pid_t child = ::fork();
  if (child == 0) {
    bool refused = false;
    try {
      std::ignore = sessions.backend().capabilities();
    } catch (const SessionError&) {
      refused = true;
    }
    ::_exit(refused ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
  sessions.stop(session, 10_s);
  CHECK(sessions.wait_for<Finished>(session).cause == by_signal(SIGTERM));
}

TEST_CASE("what a callable throws is its end") {
  LocalSessions sessions;
  const auto fail = [](TaskContext&, const Values&) -> Values { throw Error("no data"); };
  const auto end = sessions.end_of(
      {.key = ExamRoom::key(1), .name = "f", .body = CallableSpec{make_callable({}, fail)}});
  CHECK(end.cause.kind == Cause::Kind::exception);
  CHECK(end.message == "no data");
}

TEST_CASE("a callable gets its inputs and gives its outputs") {
  LocalSessions sessions;
  const auto twice = [](TaskContext& context, const Values& inputs) {
    const auto number = *inputs.at("n").get_if<std::int64_t>();
    return Values{{"n", number * 2}, {"who", context.instance()}};
  };
  const auto end = sessions.end_of({.key = ExamRoom::key(1),
                                    .name = "double[2]",
                                    .body = CallableSpec{make_callable({}, twice), {{"n", 21}}}});
  REQUIRE(end.outputs);
  CHECK(*end.outputs == Values{{"n", 42}, {"who", "double[2]"}});
}

TEST_CASE("sessions in a line follow each other without being asked for") {
  LocalSessions sessions;
  std::vector<SessionSpec> line;
  for (int i = 0; i < 20; ++i) {
    line.push_back(sessions.shell("echo " + std::to_string(i) + " >> ../order"));
    std::get<ProcessSpec>(line.back().body).workdir = line.back().folder;
    line.back().line = {.number = 1, .places = 1};
  }
  sessions.backend().start(line);
  sessions.wait_for<Finished>(line.back());
  std::string expected;
  for (int i = 0; i < 20; ++i) expected += std::to_string(i) + '\n';
  CHECK(text_of(line.front().folder + "/../order") == expected);
}
