// Running a program for what it prints.
#include "program_output.hpp"

#include "../base/descriptor.hpp"

#include <headway/base/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace headway::inline v0 {

namespace {

/// How the program begins: its output into a pipe, no signal blocked.
class Beginning {
 public:
  explicit Beginning(int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~Beginning() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  pid_t spawn(const std::vector<std::string>& argv) {
    std::vector<char*> words;
    words.reserve(argv.size() + 1);
    for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    pid_t child = 0;
    const int error =
        ::posix_spawnp(&child, words[0], &actions_, &attributes_, words.data(), environ);
    if (error == 0) return child;
    throw Error(fmt::format("cannot run {}: {}", argv[0], std::strerror(error)));
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

std::string read_all(int from, std::size_t most) {
  std::string text;
  std::array<char, 4096> block{};
  for (;;) {
    const ssize_t count = ::read(from, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    const auto room = most - text.size();
    text.append(block.data(), std::min(room, static_cast<std::size_t>(count)));
  }
}

}  // namespace

std::string output_of(const std::vector<std::string>& argv, std::size_t most) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Error(fmt::format("cannot run {}: no pipe", argv[0]));
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const pid_t child = Beginning(writing.get()).spawn(argv);
  writing.reset();
  std::string text = read_all(reading.get(), most);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
  throw Error(fmt::format("{} failed", argv[0]));
}

}  // namespace headway::inline v0
