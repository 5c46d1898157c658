// What a session costs beside a bare spawn: 10,000 times `true`, two at a time.
//   bench_spawn <headway program> [count]
#include <headway/session/local.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>

#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr std::uint32_t at_a_time = 2;

/// Wall time, and processor time of this process and all of its ended children.
struct Cost {
  double wall_s = 0;
  double cpu_s = 0;
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
  double total = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(who, &usage);
    total += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }
  return total;
}

Cost cost_of(const auto& work) {
  const auto begin = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  work();
  const auto wall = std::chrono::steady_clock::now() - begin;
  return {std::chrono::duration<double>(wall).count(), cpu_seconds() - cpu};
}

void print(const char* what, Cost cost) {
  std::printf("%-24s %6.2f s wall %6.2f s cpu\n", what, cost.wall_s, cost.cpu_s);
}

void spawn_words(const char* file, const char* const* words) {
  pid_t pid = 0;
  ::posix_spawn(&pid, file, nullptr, nullptr, const_cast<char* const*>(words), ::environ);
}

void bare(std::uint32_t count, const char* file, const char* const* words) {
  for (std::uint32_t started = 0; started < count + at_a_time; ++started) {
    if (started >= at_a_time) ::wait(nullptr);
    if (started < count) spawn_words(file, words);
  }
}

/// Counts ends.
class Ends final : public headway::SessionEvents {
 public:
  void report(const headway::SessionKey& /*key*/, headway::SessionReport report) override {
    if (!std::holds_alternative<headway::Finished>(report)) return;
    const std::lock_guard lock(mutex_);
    ++ended_;
    news_.notify_one();
  }
  void nodes_changed(std::vector<headway::Node> /*nodes*/) override {}
  /// Waits until more than `known` have ended and returns how many have.
  std::uint32_t after(std::uint32_t known) {
    std::unique_lock lock(mutex_);
    news_.wait(lock, [&] { return ended_ > known; });
    return ended_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::uint32_t ended_ = 0;
};

headway::SessionSpec session(const std::filesystem::path& root, std::uint32_t number) {
  headway::SessionSpec spec{.key = {.instance = {number}, .attempt = 1}, .name = "true"};
  spec.body = headway::ProcessSpec{.argv = {"true"}};
  spec.folder = (root / std::to_string(number)).string();
  std::filesystem::create_directory(spec.folder);
  return spec;
}

void sessions(headway::LocalBackend& backend, Ends& ends, const std::filesystem::path& root,
              std::uint32_t count) {
  std::uint32_t started = 0;
  for (std::uint32_t ended = 0; ended < count; ended = ends.after(ended)) {
    std::vector<headway::SessionSpec> batch;
    for (; started < count && started < ended + at_a_time; ++started) {
      batch.push_back(session(root, started));
    }
    backend.start(batch);
  }
}

Cost measure_sessions(const std::string& program, std::uint32_t count) {
  std::string root = (std::filesystem::temp_directory_path() / "headway-bench-XXXXXX").string();
  if (::mkdtemp(root.data()) == nullptr) return {};
  Ends ends;
  headway::LocalBackend backend({.program = program, .folder = root});
  backend.attach(ends);
  const Cost cost = cost_of([&] {
    sessions(backend, ends, root, count);
    backend.detach();
  });
  std::filesystem::remove_all(root);
  return cost;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string program = argc > 1 ? argv[1] : "";
  const auto count =
      argc > 2 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : 10'000U;
  const char* const by_itself[] = {"true", nullptr};
  const char* const by_shell[] = {"sh", "-c", "true", nullptr};
  print("posix_spawn true", cost_of([&] { bare(count, "/bin/true", by_itself); }));
  print("posix_spawn sh -c true", cost_of([&] { bare(count, "/bin/sh", by_shell); }));
  print("sessions true", measure_sessions(program, count));
  return 0;
}
