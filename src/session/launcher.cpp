// posix_spawn with the search, the environment and the error messages of sessions.
#include "launcher.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/stat.h>
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

/// The first executable file of that name along `path`; the name itself when there is none.
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
  return program;
}

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t* operator&() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

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

bool Launch::try_later() const {
  return pid == 0 && (error == EAGAIN || error == EMFILE || error == ENFILE || error == ENOMEM);
}

Launcher::Launcher() {
  sigset_t none;
  sigemptyset(&none);
  sigset_t broken_pipe = none;  // engines often ignore it; `yes | head` of a task must not
  sigaddset(&broken_pipe, SIGPIPE);
  posix_spawnattr_init(&attributes_);
  posix_spawnattr_setsigmask(&attributes_, &none);
  posix_spawnattr_setsigdefault(&attributes_, &broken_pipe);
  posix_spawnattr_setflags(&attributes_,
                           POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

Launcher::~Launcher() { posix_spawnattr_destroy(&attributes_); }

const std::string& Launcher::locate(const std::string& program, std::string_view path) {
  auto [entry, added] = located_.try_emplace({program, std::string(path)});
  if (added || ::access(entry->second.c_str(), X_OK) != 0) entry->second = search(program, path);
  return entry->second;
}

Launch Launcher::launch(StartRequest& request, int output) {
  if (request.argv.empty()) return {.error = EINVAL, .message = "the command is empty"};
  Environment nothing;
  const auto variables = (request.clean_env ? nothing : base_).with(request.env);
  std::vector<char*> argv;
  for (auto& word : request.argv) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string& program = request.argv.front();
  const bool is_path = program.find('/') != std::string::npos || program.empty();
  const std::string& file = is_path ? program : locate(program, path_in(variables));

  FileActions actions;
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  if (!request.workdir.empty()) {
    posix_spawn_file_actions_addchdir_np(&actions, request.workdir.c_str());
  }
  Launch result;
  result.error = ::posix_spawn(&result.pid, file.c_str(), &actions, &attributes_, argv.data(),
                               variables.data());
  if (result.error != 0) {
    result.pid = 0;
    result.message = explain(request, file, result.error);
  }
  return result;
}

}  // namespace headway::inline v0
