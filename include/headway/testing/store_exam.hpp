// The exam of stores: named cases that every store passes, for any test framework.
#pragma once

#include <headway/event/codec.hpp>
#include <headway/store/store.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

/// A case passes when `check` returns and fails when it throws.
struct StoreCase {
  std::string name;
  std::function<void()> check;
};

/// Whether what was flushed is there when the store is opened again.
enum class Keeps { nothing, everything };

/// Opens a store; each call opens the same one, after the last was destroyed.
using OpenStore = std::function<std::unique_ptr<Store>()>;

/// The cases. `fresh` gives each case an empty store of its own.
std::vector<StoreCase> store_exam(std::function<OpenStore()> fresh, Keeps keeps);

// ---------------------------------------------------------------------------------------------

namespace detail {

inline void expect(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("a store must keep this promise: " + what);
}

inline JobRecord exam_job(JobId id, std::string name) {
  return {.id = id,
          .name = std::move(name),
          .pipeline_name = "digits",
          .version = "sha256:00ff",
          .pipeline = "name: digits\ntasks: {}\n",
          .folder = "/somewhere",
          .params = R"({"rate": 0.1, "name": "ü\n\"'; --"})",
          .backend = "local",
          .slots = R"({"cpu": 4})",
          .order = "critical_path",
          .python = "/usr/bin/python3",
          .clean_env = true,
          .owner = "ada",
          .engine = "0.1.0",
          .created = {1'700'000'000'000'001}};
}

/// One fact of every kind that is stored.
inline std::vector<Fact> exam_facts() {
  const auto placement = std::make_shared<const Placement>(
      Placement{.node = "here", .granted = {{"cpu", {1500}}}, .gpus = {{0, 500}}});
  const auto outputs = std::make_shared<const Values>(
      Values{{"rows", 12}, {"model", Artifact{"artifacts/ab/cd", "sha256:12", true}}});
  const InstanceId instance{7};
  return {JobStarted{},
          JobCancelRequested{"ada"},
          JobPaused{"Ctrl-C"},
          JobResumed{},
          InstanceKeyed{instance, "00ff", std::make_shared<const Value>(Values{{"rate", 0.5}}), ""},
          AttemptIntended{instance, 1},
          SessionAccepted{instance, 1, placement, "pid 12"},
          SessionStarted{instance, 1, "cgroup"},
          AttemptEnded{instance, 1, {Cause::Kind::exit_code, 3}, nullptr, "exit code 3", ""},
          AttemptAbsent{instance, 1},
          AttemptUnknown{instance, 1},
          InstanceRetrying{instance, 1, {1'700'000'000'000'003}},
          AttemptEnded{instance, 2, {}, outputs, "", "artifacts/ab/cd"},
          InstanceEnded{instance, InstanceState::upstream_failed, {Cause::Kind::upstream, 0}},
          LateIgnored{instance, 2, "finished"},
          JobEnded{JobState::failed, {Cause::Kind::fail_fast, 0}}};
}

inline std::vector<Event> exam_events(JobId job, const std::vector<Fact>& facts) {
  std::vector<Event> events;
  for (const Fact& fact : facts) {
    events.push_back(
        {{static_cast<std::int64_t>(events.size()) + 1'700'000'000'000'000}, job, fact});
  }
  return events;
}

inline std::vector<Event> exam_events(JobId job) { return exam_events(job, exam_facts()); }

inline std::shared_ptr<const PipelineJob> exam_pipeline_job() {
  return std::make_shared<const PipelineJob>(PipelineJobParts{});
}

inline void expect_equal(const std::vector<Event>& found, const std::vector<Event>& given) {
  expect(found.size() == given.size(), "as many events come back as were appended");
  for (std::size_t i = 0; i < given.size(); ++i) {
    expect(found[i].time == given[i].time, "an event keeps its time");
    expect(found[i].job == given[i].job, "an event keeps its job");
    expect(name_of(found[i].fact) == name_of(given[i].fact), "an event keeps its kind and place");
    expect(encode(found[i].fact) == encode(given[i].fact), "an event keeps its body");
  }
}

inline void add_exam_job(Store& store, JobId id) {
  store.add(exam_job(id, "night"), exam_pipeline_job());
}

inline void reads_what_was_appended(Store& store) {
  const JobId id = store.new_job_id();
  add_exam_job(store, id);
  store.append(exam_events(id));
  expect_equal(store.events(id, exam_pipeline_job()), exam_events(id));
}

inline void reads_jobs_back(Store& store) {
  const JobRecord first = exam_job(store.new_job_id(), "night");
  const JobRecord second = exam_job(store.new_job_id(), "day");
  store.add(first, exam_pipeline_job());
  store.add(second, exam_pipeline_job());
  expect(store.jobs() == std::vector{first, second}, "jobs come back, oldest first");
  store.flush();
  expect(store.jobs() == std::vector{first, second}, "flushing changes no job");
}

inline void puts_the_job_into_its_start(Store& store) {
  const JobId id = store.new_job_id();
  const auto job = exam_pipeline_job();
  add_exam_job(store, id);
  store.append(exam_events(id, {JobStarted{job}}));
  const auto found = store.events(id, job);
  expect(found.size() == 1 && std::get<JobStarted>(found[0].fact).job == job,
         "JobStarted holds the job it is read with");
}

inline void numbers_events(Store& store) {
  const JobId id = store.new_job_id();
  add_exam_job(store, id);
  const auto events = exam_events(id);
  expect(store.durable() == Sequence{0}, "a new store holds no event");
  expect(store.append(events) == Sequence{events.size()}, "places count from 1");
  expect(store.append({}) == Sequence{events.size()}, "appending nothing moves nothing");
  expect(store.append(exam_events(id, {NodesChanged{}})) == Sequence{events.size()},
         "facts about the machine are not stored");
}

inline void tells_what_is_durable(Store& store) {
  const JobId id = store.new_job_id();
  int woken = 0;
  add_exam_job(store, id);
  store.on_durable([&] { ++woken; });
  const Sequence last = store.append(exam_events(id));
  store.flush();
  store.on_durable({});
  expect(store.durable() == last, "after flush all is durable");
  expect(woken > 0, "`wake` is called when more is durable");
}

inline void keeps_interleaved_jobs_apart(Store& store) {
  const JobId one = store.new_job_id();
  const JobId two = store.new_job_id();
  add_exam_job(store, one);
  add_exam_job(store, two);
  const auto of_one = exam_events(one);
  const auto of_two = exam_events(two);
  for (std::size_t i = 0; i < of_one.size(); ++i) {
    store.append(std::vector{of_one[i], of_two[i]});
  }
  expect_equal(store.events(one, exam_pipeline_job()), of_one);
  expect_equal(store.events(two, exam_pipeline_job()), of_two);
}

inline void follows_a_job(Store& store) {
  const JobId id = store.new_job_id();
  add_exam_job(store, id);
  std::vector<Event> seen;
  Sequence place = store.follow(id, exam_pipeline_job(), {}, seen);
  for (const Event& event : exam_events(id)) {
    store.append(std::vector{event});
    place = store.follow(id, exam_pipeline_job(), place, seen);
  }
  expect_equal(seen, exam_events(id));
  expect(store.follow(id, exam_pipeline_job(), place, seen) == place,
         "following without news stays in its place");
}

inline void has_no_events_of_unknown_jobs(Store& store) {
  expect(store.events(store.new_job_id(), exam_pipeline_job()).empty(),
         "a job that was never added has no events");
}

inline void refuses_a_job_twice(Store& store) {
  const JobId id = store.new_job_id();
  add_exam_job(store, id);
  try {
    add_exam_job(store, id);
  } catch (const StoreError&) {
    return;
  }
  expect(false, "a job id is used once");
}

inline void gives_unused_ids(Store& store) {
  std::vector<JobId> ids;
  for (int i = 0; i < 200; ++i) {
    const JobId id = store.new_job_id();
    for (const JobId other : ids) expect(other != id, "job ids are unique");
    ids.push_back(id);
    add_exam_job(store, id);
  }
  expect(store.id() != StoreId{}, "a store has an id");
}

/// The body is compared as text, since outputs are shared.
inline void expect_result(const Store& store, const CachedResult& given) {
  const auto found = store.result(given.key);
  expect(found.has_value(), "a result that was kept is found by its key");
  expect(found->job == given.job && found->time == given.time &&
             encode(Fact(found->ended)) == encode(Fact(given.ended)),
         "a result comes back as it was kept");
}

inline CachedResult exam_result(JobId job, std::uint32_t instance) {
  const auto outputs = std::make_shared<const Values>(Values{{"rows", 12}});
  return {.key = std::string(64, 'a'),
          .job = job,
          .time = {1'700'000'000'000'004},
          .ended = {.instance = {instance}, .outputs = outputs, .folder = "artifacts/ab/cd"}};
}

inline void keeps_results(Store& store) {
  const JobId id = store.new_job_id();
  expect(!store.result(std::string(64, 'a')), "a new store has no results");
  for (const std::uint32_t instance : {3U, 5U}) {  // the later one counts
    store.keep(exam_result(id, instance));
    store.append(exam_events(id, {JobResumed{}}));
    store.flush();
    expect_result(store, exam_result(id, instance));
  }
  expect(!store.result(std::string(64, 'b')), "another key has no result");
}

inline void keeps_large_events(Store& store) {
  const JobId id = store.new_job_id();
  add_exam_job(store, id);
  const std::string text(8U << 20U, 'x');
  const auto outputs = std::make_shared<const Values>(Values{{"text", text}});
  const auto events = exam_events(id, {AttemptEnded{{}, 1, {}, outputs, "", ""}, JobResumed{}});
  store.append(events);
  store.flush();
  expect_equal(store.events(id, exam_pipeline_job()), events);
}

inline void keeps_all_when_opened_again(const OpenStore& open) {
  auto store = open();
  const JobId id = store->new_job_id();
  const StoreId store_id = store->id();
  const JobRecord record = exam_job(id, "night");
  store->add(record, exam_pipeline_job());
  store->keep(exam_result(id, 7));
  store->append(exam_events(id));
  store.reset();
  store = open();
  expect(store->id() == store_id, "a store keeps its id");
  expect(store->jobs() == std::vector{record}, "a store keeps its jobs");
  expect_result(*store, exam_result(id, 7));
  expect(store->durable() == Sequence{exam_events(id).size()}, "a store keeps its places");
  expect_equal(store->events(id, exam_pipeline_job()), exam_events(id));
}

inline void goes_on_when_opened_again(const OpenStore& open) {
  const JobId id = open()->new_job_id();
  auto all = exam_events(id);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto store = open();
    if (i == 0) add_exam_job(*store, id);
    expect(store->append(std::vector{all[i]}) == Sequence{i + 1}, "places go on counting");
  }
  expect_equal(open()->events(id, exam_pipeline_job()), all);
}

}  // namespace detail

inline std::vector<StoreCase> store_exam(std::function<OpenStore()> fresh, Keeps keeps) {
  std::vector<StoreCase> cases;
  const auto on_open = [&](std::string name, void (*check)(Store&)) {
    cases.push_back({std::move(name), [fresh, check] { check(*fresh()()); }});
  };
  on_open("reads back every kind of fact in order", detail::reads_what_was_appended);
  on_open("reads jobs back with all their fields", detail::reads_jobs_back);
  on_open("puts the job into its start", detail::puts_the_job_into_its_start);
  on_open("numbers events from one", detail::numbers_events);
  on_open("tells what is durable", detail::tells_what_is_durable);
  on_open("keeps interleaved jobs apart", detail::keeps_interleaved_jobs_apart);
  on_open("follows a job", detail::follows_a_job);
  on_open("has no events of unknown jobs", detail::has_no_events_of_unknown_jobs);
  on_open("refuses a job twice", detail::refuses_a_job_twice);
  on_open("gives unused ids", detail::gives_unused_ids);
  on_open("keeps results by their keys", detail::keeps_results);
  on_open("keeps large events", detail::keeps_large_events);
  if (keeps == Keeps::nothing) return cases;
  const auto on_place = [&](std::string name, void (*check)(const OpenStore&)) {
    cases.push_back({std::move(name), [fresh, check] { check(fresh()); }});
  };
  on_place("keeps all when opened again", detail::keeps_all_when_opened_again);
  on_place("goes on where it was when opened again", detail::goes_on_when_opened_again);
  return cases;
}

}  // namespace headway::inline v0::testing
