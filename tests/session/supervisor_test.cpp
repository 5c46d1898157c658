// The supervisor by itself.
#include "support/catch.hpp"

#include <headway/session/supervisor.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace headway;

TEST_CASE("a supervisor that no engine started refuses to work") {
  const char* const words[] = {SESSION_SUPERVISOR, "supervise", "/tmp", nullptr};
  pid_t pid = 0;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addclosefrom_np(&actions, supervisor_socket);
  REQUIRE(::posix_spawn(&pid, SESSION_SUPERVISOR, &actions, nullptr,
                        const_cast<char* const*>(words), ::environ) == 0);
  ::posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  ::waitpid(pid, &status, 0);
  CHECK(WEXITSTATUS(status) == 3);
}
