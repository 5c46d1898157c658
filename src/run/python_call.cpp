// Python calls, described for the worker.
#include "python_call.hpp"

#include "worker_files.hpp"

#include <headway/base/error.hpp>
#include <headway/run/folders.hpp>

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <utility>

namespace headway::inline v0 {

namespace {

/// The places of files and of folders in the arguments, each as the way that leads there: in JSON
/// an artifact would be a map like another.
struct ArtifactPlaces {
  Value::List files{};
  Value::List directories{};

  void look(const Value& value, Value::List& way) {
    if (const auto* artifact = value.get_if<Artifact>()) {
      (artifact->directory ? directories : files).emplace_back(way);
    }
    if (const auto* list = value.get_if<Value::List>()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        descend(static_cast<std::int64_t>(i), (*list)[i], way);
      }
    }
    if (const auto* map = value.get_if<Value::Map>()) {
      for (const auto& [name, element] : *map) descend(name, element, way);
    }
  }

 private:
  void descend(Value where, const Value& element, Value::List& way) {
    way.push_back(std::move(where));
    look(element, way);
    way.pop_back();
  }
};

/// Written beside its place and moved there, for another attempt may read it at this moment.
void put_worker(const std::string& folder) {
  const std::string entry = folder + "/__main__.py";
  if (::access(entry.c_str(), R_OK) == 0) return;
  const std::string beside = folder + '.' + std::to_string(::getpid());
  make_folder(beside);
  for (const WorkerFile& file : worker_files) {
    write_private_file(beside + '/' + std::string(file.name), file.text);
  }
  if (std::rename(beside.c_str(), folder.c_str()) != 0) {
    throw SessionError("cannot write " + folder + ": " + std::strerror(errno));
  }
}

/// The absolute path of a program. Links stay: a virtual environment's interpreter is one.
std::string at_its_place(const std::string& program) {
  namespace fs = std::filesystem;
  if (program.find('/') != std::string::npos) return fs::absolute(program).lexically_normal();
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path found = fs::absolute(fs::path(folder.empty() ? "." : folder) / program);
    std::error_code ignored;
    if (fs::is_regular_file(found, ignored) && ::access(found.c_str(), X_OK) == 0) {
      return found.lexically_normal();
    }
  }
  return program;
}

}  // namespace

std::optional<std::string> python_target(std::string_view target) {
  constexpr std::string_view prefix = "python:";
  if (!target.starts_with(prefix)) return {};
  return std::string(target.substr(prefix.size()));
}

std::string describe(const PythonCall& call, const std::vector<OutputDeclaration>& outputs) {
  Value::Map description{{"target", call.target},
                         {"folder", call.folder},
                         {"inputs", call.inputs},
                         {"config", call.config}};
  ArtifactPlaces places;
  Value::List way;
  places.look(Value::Map{{"inputs", call.inputs}, {"config", call.config}}, way);
  description.emplace("files", std::move(places.files));
  description.emplace("directories", std::move(places.directories));
  Value::List declared;
  for (const OutputDeclaration& output : outputs) {
    declared.emplace_back(Value::Map{{"name", output.name},
                                     {"type", to_string(output.type)},
                                     {"path", output.path ? output.path->value : output.name}});
  }
  description.emplace("outputs", std::move(declared));
  return to_json(description);
}

std::string python_interpreter(const std::string& wanted) {
  const char* by_environment = std::getenv("HEADWAY_PYTHON");
  if (by_environment != nullptr && *by_environment != '\0') return at_its_place(by_environment);
  return at_its_place(wanted.empty() ? "python3" : wanted);
}

std::vector<std::string> python_argv(const std::string& interpreter, const PythonCall& call,
                                     const std::vector<OutputDeclaration>& outputs) {
  const std::string worker = call.job_folder + "/worker";
  const std::string description = call.attempt_folder + "/call.json";
  put_worker(worker);
  write_private_file(description, describe(call, outputs));
  return {interpreter, worker, description};
}

std::vector<std::string> python_source_argv(const std::string& interpreter,
                                            const std::string& target, const std::string& folder,
                                            const std::string& job_folder) {
  const std::string worker = job_folder + "/worker";
  make_folder(job_folder);
  put_worker(worker);
  return {interpreter, worker + "/source.py", target, folder};
}

}  // namespace headway::inline v0
