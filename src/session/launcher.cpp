// Making a process: the search, the environment, the birth and the error messages of sessions.
#include "launcher.hpp"

#include "../base/descriptor.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace headway::inline v0 {
namespace {

constexpr std::string_view default_path = "/usr/local/bin:/usr/bin:/bin";

std::string_view name_in(std::string_view entry) { return entry.substr(0, entry.find('=')); }

/// The value of PATH among `variables`, as execvp would see it.
std::string_view path_in(const std::vector<char*>& variables) {
  for (const char* variable : variables) {
    if (variable != nullptr && std::strncmp(variable, "PATH=", 5) == 0) return variable + 5;
  }
  return default_path;
}

/// The first executable file of that name along `path`; empty when there is none.
std::string search(const std::string& program, std::string_view path) {
  while (!path.empty()) {
    const auto end = path.find(':');
    std::string candidate(path.substr(0, end));
    candidate += candidate.empty() ? "./" : "/";
    candidate += program;
    struct stat found {};
    if (::access(candidate.c_str(), X_OK) == 0 && ::stat(candidate.c_str(), &found) == 0 &&
        S_ISREG(found.st_mode)) {
      return candidate;
    }
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  }
  return {};
}

std::string of_workdir(const std::string& workdir) {
  struct stat found {};
  if (workdir.empty()) return {};
  if (::stat(workdir.c_str(), &found) != 0) {
    return "workdir " + workdir + ": " + std::strerror(errno);
  }
  if (!S_ISDIR(found.st_mode)) return "workdir " + workdir + ": not a folder";
  return ::access(workdir.c_str(), X_OK) == 0 ? std::string()
                                              : "workdir " + workdir + ": no access";
}

/// Whether the program is there after all, so that what is missing is its interpreter.
bool program_exists(const StartRequest& request, const std::string& file) {
  const bool relative = file.front() != '/' && !request.workdir.empty();
  const std::string path = relative ? request.workdir + '/' + file : file;
  return file.find('/') != std::string::npos && ::access(path.c_str(), F_OK) == 0;
}

std::string explain(const StartRequest& request, const std::string& file, int error) {
  if (std::string about = of_workdir(request.workdir); !about.empty()) return about;
  const std::string subject = "exec " + request.argv.front() + ": ";
  switch (error) {
    case ENOENT:
      if (program_exists(request, file)) {
        return subject + "its interpreter (the #! line) or loader does not exist";
      }
      return subject + (file.find('/') == std::string::npos ? "not found in PATH" : "no such file");
    case EACCES: return subject + "not an executable file";
    case ENOEXEC: return subject + "neither a program nor a script with a #! line";
    case E2BIG: return subject + "arguments and environment are larger than the system allows";
    default: return subject + std::strerror(error);
  }
}

std::int64_t boot_clock_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// The tick of the boot clock in which `since` and now both lie, with a margin; else nothing.
std::optional<std::uint64_t> tick_since(std::int64_t since_ns) {
  constexpr std::int64_t margin_ns = 1000;
  static const std::int64_t tick_ns = 1'000'000'000 / ::sysconf(_SC_CLK_TCK);
  const auto first = (since_ns - margin_ns) / tick_ns;
  if ((boot_clock_ns() + margin_ns) / tick_ns != first) return std::nullopt;
  return static_cast<std::uint64_t>(first);
}

}  // namespace

Environment::Environment(std::vector<std::string> entries) : entries_(std::move(entries)) {
  for (std::size_t i = 0; i < entries_.size(); ++i) places_[name_in(entries_[i])] = i;
}

std::vector<char*> Environment::with(std::vector<std::string>& additions) {
  std::vector<char*> variables;
  variables.reserve(entries_.size() + additions.size() + 1);
  for (auto& entry : entries_) variables.push_back(entry.data());
  for (auto& addition : additions) {
    const auto place = places_.find(name_in(addition));
    if (place != places_.end()) {
      variables[place->second] = addition.data();
    } else {
      variables.push_back(addition.data());
    }
  }
  variables.push_back(nullptr);
  return variables;
}

bool Launch::try_later() const { return pid == 0 && (error == EAGAIN || is_shortage(error)); }

/// What the child needs until its program runs. Its memory is the parent's, which waits for that.
struct Launcher::Birth {
  const char* file = nullptr;
  char* const* argv = nullptr;
  char* const* environment = nullptr;
  const char* workdir = nullptr;  // null: the parent's
  int output = -1;
  int error = 0;  // set by the child when it fails
};

/// The child's part: system calls and nothing else.
int Launcher::be_born(void* data) {
  auto& birth = *static_cast<Birth*>(data);
  sigset_t none;
  sigemptyset(&none);
  if (::setsid() != -1 && ::dup2(birth.output, STDOUT_FILENO) != -1 &&
      ::dup2(birth.output, STDERR_FILENO) != -1 &&
      (birth.workdir == nullptr || ::chdir(birth.workdir) == 0) &&
      ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0) {
    ::execve(birth.file, birth.argv, birth.environment);
  }
  birth.error = errno;
  return 127;  // its exit code: the child ends with its function
}

/// A clone that borrows the parent's memory, as posix_spawn makes it; but signals are at their
/// defaults already, so that the child need not ask for each of them. The start time is read from
/// the clock unless it may lie on either side of a tick.
Launch Launcher::give_birth(Birth& birth) {
  Launch result;
  birth.error = 0;
  const auto before = boot_clock_ns();
  const auto pid =
      ::clone(be_born, stack_.data() + stack_.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, &birth);
  result.error = pid < 0 ? errno : birth.error;
  if (result.error == 0) {
    const auto tick = tick_since(before);
    result.pid = pid;
    result.start_ticks = tick ? *tick : start_ticks_of(pid).value_or(0);
  } else if (pid > 0) {
    ::waitpid(pid, nullptr, 0);
  }
  return result;
}

/// By a name without a slash: from where it was found last, else from where PATH leads now.
Launch Launcher::launch_named(const std::string& name, Birth& birth, std::string_view path) {
  std::string& place = located_[{name, std::string(path)}];
  Launch result{.error = ENOENT};
  std::string tried;
  do {
    birth.file = place.c_str();
    if (!place.empty()) result = give_birth(birth);
    if (result.error != ENOENT && result.error != EACCES) return result;
    tried = std::exchange(place, search(name, path));
  } while (place != tried);
  birth.file = place.empty() ? name.c_str() : place.c_str();
  return result;
}

Launch Launcher::launch(StartRequest& request, int output) {
  if (request.argv.empty()) return {.error = EINVAL, .message = "the command is empty"};
  Environment nothing;
  const auto variables = (request.clean_env ? nothing : base_).with(request.env);
  std::vector<char*> argv;
  for (auto& word : request.argv) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string& program = request.argv.front();
  Birth birth{.file = program.c_str(),
              .argv = argv.data(),
              .environment = variables.data(),
              .workdir = request.workdir.empty() ? nullptr : request.workdir.c_str(),
              .output = output};
  const bool is_path = program.find('/') != std::string::npos || program.empty();
  Launch result = is_path ? give_birth(birth) : launch_named(program, birth, path_in(variables));
  if (result.error != 0) result.message = explain(request, birth.file, result.error);
  return result;
}

}  // namespace headway::inline v0
