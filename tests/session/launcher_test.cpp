// Making processes.
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include "launcher.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

using namespace headway;

namespace {

int exit_code_of(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void write_program(const std::filesystem::path& path, const std::string& script) {
  std::ofstream(path) << "#!/bin/sh\n" << script << '\n';
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

}  // namespace

TEST_CASE("the start time of a process is the one the system tells") {
  Launcher launcher;
  for (int i = 0; i < 50; ++i) {
    StartRequest request{.argv = {"/bin/true"}};
    const Launch made = launcher.launch(request, STDOUT_FILENO);
    CHECK(made.start_ticks == start_ticks_of(made.pid));  // a zombie tells it, too
    exit_code_of(made.pid);
  }
}

TEST_CASE("a program that has moved along PATH is found again") {
  testing::TemporaryFolder folder;
  const std::filesystem::path root(folder.path());
  for (const char* name : {"first", "second"}) std::filesystem::create_directory(root / name);
  Launcher launcher;
  StartRequest request{
      .argv = {"tool"},
      .env = {"PATH=" + (root / "first").string() + ":" + (root / "second").string()}};
  write_program(root / "first/tool", "exit 1");
  CHECK(exit_code_of(launcher.launch(request, STDOUT_FILENO).pid) == 1);
  std::filesystem::remove(root / "first/tool");
  write_program(root / "second/tool", "exit 2");
  CHECK(exit_code_of(launcher.launch(request, STDOUT_FILENO).pid) == 2);
}

TEST_CASE("a program that is only in the workdir is not found by its name") {
  testing::TemporaryFolder folder;
  write_program(folder.path() + "/tool", "exit 0");
  Launcher launcher;
  StartRequest request{.workdir = folder.path(), .argv = {"tool"}};
  const Launch made = launcher.launch(request, STDOUT_FILENO);
  CHECK(made.pid == 0);
  CHECK(made.error == ENOENT);
  CHECK(made.message == "exec tool: not found in PATH");
}

TEST_CASE("what failed to become a program leaves no child") {
  Launcher launcher;
  StartRequest request{.argv = {"/no/such/program"}};
  CHECK(launcher.launch(request, STDOUT_FILENO).error == ENOENT);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}
