// Values that are too long for a process are told by name before the system refuses them.
#include "support/catch.hpp"
#include "support/engine_scenes.hpp"

#include <unistd.h>

using namespace headway;
using namespace headway::testing;

namespace {

/// Bytes that the system takes in one, with the zero behind them.
const std::size_t most = 32 * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
const std::size_t name = std::string("HEADWAY_PARAM_TEXT=").size();

/// How the only task ends, with its message.
std::string end_of(const std::string& tasks, Values params) {
  EngineBench bench;
  JobHandle job = start(bench, tasks, std::move(params));
  job.wait();
  const JobStatus status = job.status();
  return to_string(status.instance({0}).cause) + ": " + status.instance({0}).message;
}

}  // namespace

TEST_CASE("a param too long for a variable fails its task by its name") {
  const std::string end = end_of(R"(
params: {text: {type: string}}
tasks: {a: {command: ["true"]}}
)",
                                 {{"text", std::string(most, 'x')}});
  CHECK(end.starts_with("spawn_failed: the variable HEADWAY_PARAM_TEXT has " +
                        std::to_string(name + most) + " bytes"));
  CHECK(end.find("write it to a file and give the path") != std::string::npos);
}

TEST_CASE("a word too long for a command fails its task by its number") {
  const std::string end = end_of(R"(
params: {half: {type: string}}
tasks: {a: {command: ["true", "${{ params.half + params.half }}"]}}
)",
                                 {{"half", std::string(most / 2, 'x')}});
  CHECK(end.starts_with("spawn_failed: the word 2 of the command has " + std::to_string(most) +
                        " bytes"));
}

TEST_CASE("a value that is just short enough reaches its process") {
  const std::string text(most - name - 1, 'x');
  CHECK(end_of(R"(
params: {text: {type: string}, size: {type: int}}
tasks: {a: {script: "test ${#HEADWAY_PARAM_TEXT} = $HEADWAY_PARAM_SIZE"}}
)",
               {{"text", text}, {"size", static_cast<std::int64_t>(text.size())}}) == ": ");
}
