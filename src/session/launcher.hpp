// Starts processes for the supervisor.
#pragma once

#include "protocol.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// The variables of a process as execve takes them.
class Environment {
 public:
  Environment() = default;
  explicit Environment(std::vector<std::string> entries);

  /// These variables with `additions` over them, null-terminated. The pointers are into both.
  [[nodiscard]] std::vector<char*> with(std::vector<std::string>& additions);

 private:
  std::vector<std::string> entries_;
  std::unordered_map<std::string_view, std::size_t> places_;  // name -> index in entries_
};

/// What became of an attempt to start a process.
struct Launch {
  pid_t pid = 0;  // 0: not started
  int error = 0;  // errno when not started
  std::uint64_t start_ticks = 0;
  std::string message{};  // "exec ./prep.sh: no such file"
  /// The machine is short of something now and will have it again: try later.
  [[nodiscard]] bool try_later() const;
};

/// Starts each process as leader of a session and group of its own, with stdin from the
/// supervisor's (/dev/null), signals at their defaults and nothing but 0, 1 and 2 open.
/// The caller keeps every descriptor of its own close-on-exec and every disposition at its default.
class Launcher {
 public:
  void set_base(BaseEnvironment base) { base_ = Environment(std::move(base.entries)); }
  /// `output` becomes the process's stdout and stderr.
  Launch launch(StartRequest& request, int output);

 private:
  struct Birth;
  static int be_born(void* data);
  Launch give_birth(Birth& birth);
  Launch launch_named(const std::string& name, Birth& birth, std::string_view path);

  Environment base_;
  std::vector<std::byte> stack_ = std::vector<std::byte>(std::size_t{64} << 10U);  // of a child
  // program and PATH -> the file found; asked again when it has gone
  std::map<std::pair<std::string, std::string>, std::string> located_;
};

}  // namespace headway::inline v0
