// The headway program.
#include "cli/verbs.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace {

/// Sees to it that no file takes the place of a standard stream that the caller has closed.
void open_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) == -1) ::open("/dev/null", O_RDWR);
  }
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  return headway::cli::main(argc, argv);
}
