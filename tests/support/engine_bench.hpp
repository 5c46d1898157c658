// A store, the local backend and an executor in a folder of their own, and tasks to run there.
#pragma once

#include "support/temporary_folder.hpp"

#include <headway/base/error.hpp>
#include <headway/run/executor.hpp>
#include <headway/session/local.hpp>
#include <headway/store/sqlite.hpp>

#include <poll.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// A task that runs `text` in a shell after the named ones.
inline Task shell_task(const std::string& name, const std::string& text,
                       const std::vector<std::string>& after = {}) {
  Task task{.name = name, .body = ScriptBody{.text = Text{text}}};
  for (const std::string& before : after) task.depends_on.push_back({.task = before});
  return task;
}

class EngineBench {
 public:
  EngineBench() { open(); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] SqliteStore& store() { return *store_; }
  [[nodiscard]] Executor& executor() { return *executor_; }

  JobHandle start(const Pipeline& pipeline, const Callables& callables = {}) {
    return executor_->start(pipeline, Values{}, callables);
  }

  /// As if the program had been started again.
  void reopen() {
    executor_.reset();
    local_.reset();
    store_.reset();
    open();
  }

 private:
  void open() {
    store_.emplace(folder_ / "store");
    local_.emplace(LocalOptions{
        .slots = {{"cpu", Quantity{4000}}}, .program = HEADWAY_PROGRAM, .folder = store_->root()});
    executor_.emplace(*store_, *local_);
  }

  TemporaryFolder folder_;
  std::optional<SqliteStore> store_;
  std::optional<LocalBackend> local_;
  std::optional<Executor> executor_;
};

}  // namespace headway::inline v0::testing
