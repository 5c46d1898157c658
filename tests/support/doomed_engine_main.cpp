// An engine to be killed: starts sessions that would go on for ever, says so, and waits.
//   doomed_engine <supervisor> <folder> <sessions>
#include "support/local_sessions.hpp"

#include <cstdlib>

#include <unistd.h>

using namespace headway;
using namespace headway::testing;

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string folder = argv[2];
  ReportList reports;
  LocalBackend backend({.program = argv[1], .folder = folder});
  backend.attach(reports);
  std::vector<SessionSpec> sessions;
  for (int i = 0; i < std::atoi(argv[3]); ++i) {
    // A child in the group and a daemon outside of it, deaf to anything but SIGKILL.
    sessions.push_back(process_spec(
        folder, static_cast<std::uint32_t>(i),
        {"sh", "-c", "trap '' TERM; sleep 1000 & setsid sleep 1000 & echo $$ $!; wait; wait"}));
  }
  const auto done = process_spec(folder, 1000, {"sh", "-c", "exit 3"});
  backend.start({&done, 1});
  backend.start(sessions);
  for (const auto& session : sessions) {
    eventually([&] { return !text_of(session.folder + "/log").empty(); });
  }
  eventually([&] { return !reports.of<Finished>(done.key).empty(); });
  std::ofstream(folder + "/ready") << "yes";
  for (;;) ::pause();
}
