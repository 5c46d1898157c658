// How a job is served: in which order, and with which durations.
#include "../src/run/service_of.hpp"

#include "support/catch.hpp"

#include <headway/job/compile.hpp>
#include <headway/run/check.hpp>
#include <headway/store/memory.hpp>
#include <headway/yaml/save.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace headway;

namespace {

using Places = std::vector<std::uint32_t>;

std::shared_ptr<const PipelineJob> compiled(const std::string& text) {
  return compile(load("headway: v1\nname: p\n" + text, "p.yaml"), {});
}

const std::vector<Node> two_cores{{.name = "local", .resources = {{"cpu", 2}}}};

Places places_of(const std::shared_ptr<const PipelineJob>& job, Order order,
                 const MemoryStore& store) {
  return service_of({.owner = "ada"}, job, order, two_cores, store).places;
}

// a  b  c → d: nothing but d waits
constexpr const char* flat = R"(tasks:
  a: {command: [x], estimate: 5s}
  b: {command: [x], estimate: 4s}
  c: {command: [x], estimate: 1s}
  d: {command: [x], depends_on: [c], estimate: 2s}
)";

}  // namespace

TEST_CASE("first come first served needs no places") {
  MemoryStore store;
  CHECK(places_of(compiled(flat), Order::fifo, store).empty());
}

TEST_CASE("the longest way to the end is served first") {
  MemoryStore store;
  CHECK(places_of(compiled(flat), Order::critical_path, store) == Places{0, 1, 2, 3});
}

TEST_CASE("what tasks took in earlier jobs counts more than their estimates") {
  MemoryStore store;
  const auto job = compiled(flat);
  const JobId id = store.new_job_id();
  store.add({.id = id,
             .name = "p",
             .pipeline_name = "p",
             .pipeline = yaml::save(job->pipeline()),
             .params = "{}"},
            job);
  const InstanceId c = job->find_instance("c").value();
  const Instant begin{1'800'000'000'000'000};
  const std::vector<Event> events{
      {begin, id, JobStarted{job}},
      {begin, id, AttemptIntended{c, 1}},
      {begin, id, SessionAccepted{.instance = c, .attempt = 1, .handle = "h"}},
      {begin + 60_s, id, AttemptEnded{.instance = c, .attempt = 1}},
  };
  store.append(events);
  CHECK(places_of(job, Order::critical_path, store)[c.value] == 0);
  const Service service = service_of({.owner = "ada"}, job, Order::fifo, two_cores, store);
  CHECK(service.durations == std::vector<Duration>{5_s, 4_s, 60_s, 2_s});
  CHECK(service.owner == "ada");
}

TEST_CASE("a planned job is served in the order of its plan") {
  MemoryStore store;
  // Two cores: the longest way first leaves a hole of 2 s that the plan does not.
  const auto job = compiled(R"(tasks:
  a: {command: [x], estimate: 3s}
  b: {command: [x], estimate: 3s}
  c: {command: [x], estimate: 2s}
  d: {command: [x], estimate: 2s}
  e: {command: [x], estimate: 2s}
)");
  const Places places = places_of(job, Order::planned, store);
  REQUIRE(places.size() == 5);
  CHECK(Places{places[0], places[1]} != Places{0, 1});  // the threes follow each other, then 6 s do
  CHECK(places == places_of(job, Order::planned, store));
}
