// Calls: their lines, and what they may ask.
#include "support/catch.hpp"
#include "support/local_sessions.hpp"

#include "callable_sessions.hpp"

#include <headway/model/callable.hpp>

#include <atomic>
#include <latch>

using namespace headway;
using namespace headway::testing;

namespace {

/// Counts what is asked.
class CountedPlaces final : public CallPlaces {
 public:
  std::string name(const SessionKey& key) const override {
    ++asked;
    return "call" + std::to_string(key.instance.value);
  }
  std::string folder(const SessionKey& /*key*/) const override {
    ++asked;
    return folder_.path();
  }
  mutable std::atomic<int> asked = 0;

 private:
  TemporaryFolder folder_{};
};

template <class Function>
SessionSpec call(std::uint32_t instance, SessionLine line, Function function) {
  SessionSpec spec{.key = ExamRoom::key(instance), .line = line};
  spec.body = CallableSpec{.callable = make_callable({}, [=](TaskContext& context, const Values&) {
                             function(context);
                             return Values{};
                           })};
  return spec;
}

/// A pool of four threads and what it reports.
struct Calls {
  std::latch go{1};
  ReportList reports{};
  CallableSessions sessions{4, reports};

  void start(const SessionSpec& spec) {
    const SessionSpec* const one = &spec;
    sessions.start({&one, 1});
  }
  template <class Report>
  bool told(std::uint32_t instance) {
    return eventually([&] { return !reports.of<Report>(ExamRoom::key(instance)).empty(); });
  }
};

/// A call that holds the only place of a line until it is let go, and one that waits behind it.
struct FullLine : Calls {
  FullLine() {
    start(call(0, {.number = 1, .places = 1}, [this](TaskContext&) { go.wait(); }));
    start(call(1, {.number = 1, .places = 1}, [](TaskContext&) {}));
    REQUIRE(told<Started>(0));
  }
};

}  // namespace

TEST_CASE("calls of a line run in its places and no others") {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  Calls calls;
  for (std::uint32_t i = 0; i < 200; ++i) {
    calls.start(call(i, {.number = 1, .places = 2}, [&](TaskContext&) {
      const int now = ++running;
      if (now > most) most = now;
      sleep_ms(1);
      --running;
    }));
  }
  for (std::uint32_t i = 0; i < 200; ++i) REQUIRE(calls.told<Finished>(i));
  CHECK(most == 2);
}

TEST_CASE("an end is told before the beginning that follows it") {
  FullLine calls;
  calls.go.count_down();
  REQUIRE(calls.told<Finished>(1));
  std::string order;
  for (const auto& [key, report] : calls.reports.entries()) {
    order += std::to_string(key.instance.value);
    order += std::holds_alternative<Accepted>(report)  ? "a "
             : std::holds_alternative<Started>(report) ? "s "
                                                       : "f ";
  }
  CHECK(order == "0a 0s 0f 1a 1s 1f ");
}

TEST_CASE("a call recalled from its line is absent and can be started again") {
  FullLine calls;
  CHECK(calls.sessions.recall(ExamRoom::key(1)));
  CHECK_FALSE(calls.sessions.recall(ExamRoom::key(0)));
  CHECK(calls.told<Absent>(1));
  calls.start(call(1, {.number = 1, .places = 2}, [](TaskContext&) {}));
  CHECK(calls.told<Finished>(1));
  calls.go.count_down();
}

TEST_CASE("a call stopped in its line never begins") {
  FullLine calls;
  CHECK(calls.sessions.stop(ExamRoom::key(1)));
  calls.go.count_down();
  REQUIRE(calls.told<Finished>(0));
  CHECK(calls.told<Finished>(1));
  CHECK(calls.reports.of<Started>(ExamRoom::key(1)).empty());
}

TEST_CASE("a call that is called is known until it has ended") {
  FullLine calls;
  CHECK(calls.sessions.knows(ExamRoom::key(0)));
  CHECK(calls.sessions.knows(ExamRoom::key(1)));
  CHECK_FALSE(calls.sessions.knows(ExamRoom::key(2)));
  calls.go.count_down();
  CHECK(eventually([&] { return !calls.sessions.knows(ExamRoom::key(1)); }));
}

TEST_CASE("name and folder of a call are made when it asks for them") {
  const auto places = std::make_shared<CountedPlaces>();
  Calls calls;
  auto silent = call(0, {}, [](TaskContext&) {});
  std::get<CallableSpec>(silent.body).places = places;
  calls.start(silent);
  REQUIRE(calls.told<Finished>(0));
  CHECK(places->asked == 0);
  CHECK(calls.reports.of<Finished>(ExamRoom::key(0)).front().left_no_folder);
  auto curious = call(1, {}, [](TaskContext& context) {
    CHECK(context.instance() == "call1");
    CHECK(std::filesystem::is_directory(context.output_folder()));
  });
  std::get<CallableSpec>(curious.body).places = places;
  calls.start(curious);
  REQUIRE(calls.told<Finished>(1));
  CHECK(places->asked == 2);
  CHECK_FALSE(calls.reports.of<Finished>(ExamRoom::key(1)).front().left_no_folder);
}
