// What becomes of jobs when their store can write no more.
#include "support/catch.hpp"
#include "support/engine_bench.hpp"

#include <headway/run/folders.hpp>
#include <headway/store/memory.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>

using namespace headway;
using namespace headway::testing;

namespace {

/// Keeps the first events and fails with the rest in the background, as a full disk does: an
/// `append` after that throws.
class FullStore : public Store {
 public:
  explicit FullStore(std::uint64_t room) : room_(room) {}

  [[nodiscard]] StoreId id() const override { return kept_.id(); }
  [[nodiscard]] std::string root() const override { return {}; }
  [[nodiscard]] std::vector<JobRecord> jobs() const override { return kept_.jobs(); }
  Sequence follow(JobId id, const std::shared_ptr<const PipelineJob>& job, Sequence after,
                  std::vector<Event>& into) const override {
    return kept_.follow(id, job, after, into);
  }
  [[nodiscard]] std::optional<CachedResult> result(const std::string& key) const override {
    return kept_.result(key);
  }
  [[nodiscard]] JobId new_job_id() override { return kept_.new_job_id(); }
  void keep(CachedResult result) override { kept_.keep(std::move(result)); }
  void add(const JobRecord& record, std::shared_ptr<const PipelineJob> job) override {
    kept_.add(record, std::move(job));
  }
  Sequence append(std::span<const Event> events) override {
    if (full_) throw StoreError("the disk is full");
    const Sequence last = kept_.append(events);
    full_ = last.value > room_;
    if (full_) wake_();
    return last;
  }
  [[nodiscard]] Sequence durable() const override {
    return {std::min(room_, kept_.durable().value)};
  }
  void on_durable(std::function<void()> wake) override {
    wake_ = wake;
    kept_.on_durable(std::move(wake));
  }
  void flush() override {}

 private:
  MemoryStore kept_;
  std::uint64_t room_;
  std::atomic<bool> full_ = false;
  std::function<void()> wake_ = [] {};
};

/// Does what it is told to, and fails then; it knows how often it was given somebody to wake.
class UnluckyStore final : public FullStore {
 public:
  explicit UnluckyStore(int lucky) : FullStore(0), lucky_(lucky) {}
  void on_durable(std::function<void()> wake) override {
    FullStore::on_durable(std::move(wake));
    if (++told == lucky_) throw StoreError("no room for a callback");
  }
  int told = 0;

 private:
  int lucky_;
};

/// A backend that cannot be had.
class AbsentBackend final : public SessionBackend {
 public:
  [[nodiscard]] std::string_view name() const override { return "absent"; }
  [[nodiscard]] Capabilities capabilities() const override { return {}; }
  void attach(SessionEvents& /*sink*/) override { throw SessionError("nobody there"); }
  void detach() override { detached = true; }
  void start(std::span<const SessionSpec> /*sessions*/) override {}
  void stop(std::span<const SessionStop> /*sessions*/) override {}
  void look_up(std::span<const SessionHandle> /*sessions*/) override {}
  void adopt(std::span<const SessionHandle> /*sessions*/) override {}
  std::unique_ptr<LogReader> log(const SessionHandle& /*session*/) override { return nullptr; }
  bool detached = false;
};

struct Bench {
  explicit Bench(std::uint64_t room) : store(room) {}
  JobHandle start() {
    Pipeline pipeline{.name = "unlucky"};
    pipeline.tasks = {shell_task("only", "true")};
    return executor.start(pipeline);
  }
  TemporaryFolder folder;
  FullStore store;
  LocalBackend local{
      {.slots = {{"cpu", Quantity{1000}}}, .program = HEADWAY_PROGRAM, .folder = folder.path()}};
  Executor executor{store, local, {.data = folder / "data"}};
};

}  // namespace

TEST_CASE("whoever waits for a job hears that its store has failed") {
  Bench bench(GENERATE(0U, 1U, 2U, 3U));
  JobHandle job = bench.start();
  CHECK_THROWS_AS(job.wait(), StoreError);
}

TEST_CASE("whoever waits hears of a failed store from the background thread too") {
  Bench bench(GENERATE(1U, 3U));
  bench.executor.run_in_background();
  JobHandle job = bench.start();
  CHECK_THROWS_AS(job.wait(), StoreError);
}

TEST_CASE("a host that polls is told that the store has failed and is woken no more") {
  Bench bench(2);
  JobHandle job = bench.start();
  pollfd readable{.fd = bench.executor.poll_fd(), .events = POLLIN, .revents = 0};
  const auto serve = [&] {
    for (int turns = 0; turns < 1000; ++turns) {
      bench.executor.poll();
      ::poll(&readable, 1, 1000);
    }
  };
  CHECK_THROWS_AS(serve(), StoreError);
  CHECK_THROWS_AS(bench.executor.poll(), StoreError);
  CHECK(::poll(&readable, 1, 0) == 0);
}

TEST_CASE("outputs that the disk cannot take stop the engine and the task goes on later") {
  EngineBench bench;
  Pipeline pipeline{.name = "unlucky"};
  pipeline.tasks = {shell_task("only", "echo kept > $HEADWAY_OUTPUT/file")};
  const std::string artifacts = data_folder_of(bench.store().root()) + "/artifacts";
  std::filesystem::create_directories(std::filesystem::path(artifacts).parent_path());
  write_file(artifacts, "in the way");
  JobHandle job = bench.start(pipeline);
  CHECK_THROWS_AS(job.wait(), StoreError);
  std::filesystem::remove(artifacts);
  bench.reopen();
  CHECK(bench.executor().resume(job.id()).wait() == JobState::succeeded);
}

TEST_CASE("an executor that cannot begin leaves nothing of it in store and backend") {
  const int lucky = GENERATE(0, 1);
  const TemporaryFolder folder;
  UnluckyStore store(lucky);
  AbsentBackend absent;
  CHECK_THROWS_AS(Executor(store, absent, {.data = folder / "data"}), Error);
  CHECK(absent.detached);
  REQUIRE(store.told == 2);  // the engine, and nobody
  const Event event{{1}, {1}, JobPaused{"woken"}};
  store.append({&event, 1});  // wakes nobody
}
