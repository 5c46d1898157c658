// The local backend: what belongs to whom, processes or callables.
#include "../base/temporary_folder.hpp"
#include "callable_sessions.hpp"
#include "file_log_reader.hpp"
#include "process_sessions.hpp"
#include "program.hpp"
#include "start_request.hpp"
#include "started_keys.hpp"

#include <headway/base/error.hpp>
#include <headway/session/inventory.hpp>
#include <headway/session/local.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

#include <unistd.h>

namespace headway::inline v0 {
namespace {

std::vector<std::string> inherited_environment() {
  std::vector<std::string> entries;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    entries.emplace_back(*entry);
  }
  return entries;
}

/// A folder for the supervisor, made when none was given and then removed again.
class SupervisorFolder {
 public:
  explicit SupervisorFolder(const std::string& wanted)
      : own_(wanted.empty()),
        path_(own_ ? make_temporary_folder() : std::filesystem::absolute(wanted).string()) {
    std::error_code problem;
    std::filesystem::create_directories(path_, problem);
    if (problem) throw SessionError("cannot make the folder " + path_ + ": " + problem.message());
  }
  ~SupervisorFolder() {
    std::error_code ignored;
    if (own_) std::filesystem::remove_all(path_, ignored);
  }
  SupervisorFolder(const SupervisorFolder&) = delete;
  SupervisorFolder& operator=(const SupervisorFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  bool own_;
  std::string path_;
};

std::size_t threads_for(const LocalOptions& options, const Node& node) {
  if (options.worker_threads > 0) return options.worker_threads;
  return static_cast<std::size_t>(std::max<std::int64_t>(node.resources.of("cpu").raw / 1000, 1));
}

}  // namespace

class LocalBackend::Impl {
 public:
  explicit Impl(const LocalOptions& options)
      : node_(inventory(options.slots)),
        program_(find_program(options.program)),
        wanted_folder_(options.folder),
        environment_(inherited_environment()),
        threads_(threads_for(options, node_)) {}

  void check_process() const {
    if (::getpid() != owner_) {
      throw SessionError("a LocalBackend does not work in a forked child; make one there");
    }
  }
  [[nodiscard]] bool is_owner() const { return ::getpid() == owner_; }

  void use_folder(const std::string& offered) {
    folder_.emplace(wanted_folder_.empty() ? offered : wanted_folder_);
  }

  void attach(SessionEvents& sink) {
    if (!folder_) folder_.emplace(wanted_folder_);
    sink_ = &sink;
    sink.nodes_changed({node_});
    calls_ = std::make_unique<CallableSessions>(threads_, sink);
    processes_ = std::make_unique<ProcessSessions>(
        SupervisorOptions{program_.path, folder_->path(), environment_}, sink);
  }

  void detach() {
    calls_.reset();
    processes_.reset();
    started_ = {};  // whoever attaches next looks up first; the record in the folder remembers
    sink_ = nullptr;
  }

  void start(std::span<const SessionSpec> sessions) {
    std::vector<StartRequest> requests;
    std::vector<const SessionSpec*> calls;
    for (const auto& spec : sessions) {
      if (!started_.add(spec.key)) continue;
      if (std::holds_alternative<CallableSpec>(spec.body)) {
        calls.push_back(&spec);
      } else if (auto defect = defect_in(spec); !defect.empty()) {
        sink_->report(spec.key, Finished{.cause = {Cause::Kind::spawn_failed}, .message = defect});
      } else {
        requests.push_back(make_start_request(spec, node_, environment_));
      }
    }
    if (!calls.empty()) calls_->start(calls);
    processes_->start(requests);
  }

  void recall(std::span<const SessionKey> sessions) {
    std::vector<SessionKey> of_processes;
    for (const auto& key : sessions) {
      started_.take_back(key);
      if (!calls_->recall(key)) of_processes.push_back(key);
    }
    processes_->recall(of_processes);
  }

  void stop(std::span<const SessionStop> sessions) {
    std::vector<SessionStop> of_processes;
    for (const auto& stop : sessions) {
      if (!calls_->stop(stop.key)) of_processes.push_back(stop);
    }
    for (const auto& key : processes_->stop(of_processes)) {
      if (!started_.contains(key)) sink_->report(key, Absent{});  // else its end was reported
    }
  }

  void look_up(std::span<const SessionHandle> sessions) {
    std::vector<SessionHandle> earlier;
    for (const auto& session : sessions) {
      if (calls_->knows(session.key)) {
        sink_->report(session.key, Found{"callable"});
      } else if (auto handle = processes_->handle_of(session.key)) {
        sink_->report(session.key, Found{*handle});
      } else {
        earlier.push_back(session);
      }
    }
    if (!earlier.empty()) processes_->look_up(std::move(earlier));
  }

  std::unique_ptr<LogReader> log(const SessionHandle& session) {
    const std::string path = session.folder + "/log";
    const bool may_come = processes_ != nullptr && processes_->handle_of(session.key);
    if (session.folder.empty() || (!may_come && ::access(path.c_str(), R_OK) != 0)) return nullptr;
    return std::make_unique<FileLogReader>(path);
  }

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] const Program& program() const { return program_; }

 private:
  [[nodiscard]] std::string defect_in(const SessionSpec& spec) const {
    if (program_.path.empty()) return program_.message;
    return defect_of(std::get<ProcessSpec>(spec.body));
  }

  Node node_;
  Program program_;
  std::string wanted_folder_;
  std::optional<SupervisorFolder> folder_{};  // from the first engine on
  std::vector<std::string> environment_;      // as it was when the backend was made
  std::size_t threads_;
  StartedKeys started_{};
  pid_t owner_ = ::getpid();
  SessionEvents* sink_ = nullptr;  // lent by attach until detach
  std::unique_ptr<CallableSessions> calls_{};
  std::unique_ptr<ProcessSessions> processes_{};
};

namespace {
Capabilities capabilities_with(const Program& program) {
  return {.processes = !program.path.empty(), .callables = true, .lines = true};
}
}  // namespace

Capabilities local_capabilities(const std::string& program) {
  return capabilities_with(find_program(program));
}

LocalBackend::LocalBackend(const LocalOptions& options) : impl_(std::make_unique<Impl>(options)) {}

LocalBackend::~LocalBackend() {
  // In a forked child the threads are not there to be joined, and the folder is the parent's.
  if (!impl_->is_owner()) [[maybe_unused]]
    auto* left_alone = impl_.release();
}

Capabilities LocalBackend::capabilities() const {
  impl_->check_process();
  return capabilities_with(impl_->program());
}

void LocalBackend::use_folder(const std::string& folder) {
  impl_->check_process();
  impl_->use_folder(folder);
}

void LocalBackend::attach(SessionEvents& sink) {
  impl_->check_process();
  impl_->attach(sink);
}

void LocalBackend::detach() {
  impl_->check_process();
  impl_->detach();
}

void LocalBackend::start(std::span<const SessionSpec> sessions) {
  impl_->check_process();
  impl_->start(sessions);
}

void LocalBackend::recall(std::span<const SessionKey> sessions) {
  impl_->check_process();
  impl_->recall(sessions);
}

void LocalBackend::stop(std::span<const SessionStop> sessions) {
  impl_->check_process();
  impl_->stop(sessions);
}

void LocalBackend::look_up(std::span<const SessionHandle> sessions) {
  impl_->check_process();
  impl_->look_up(sessions);
}

/// Sessions end with their engine here: what can be found running was started by this backend, and
/// it reports of those anyway.
void LocalBackend::adopt(std::span<const SessionHandle> /*sessions*/) { impl_->check_process(); }

std::unique_ptr<LogReader> LocalBackend::log(const SessionHandle& session) {
  impl_->check_process();
  return impl_->log(session);
}

const Node& LocalBackend::node() const { return impl_->node(); }

const std::string& LocalBackend::missing_program() const { return impl_->program().message; }

}  // namespace headway::inline v0
