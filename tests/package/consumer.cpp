// What a consumer of the whole library does first: reads a pipeline, checks it, makes a job of it.
#include <headway/job/compile.hpp>
#include <headway/job/validate.hpp>
#include <headway/yaml/load.hpp>

#include <cstdlib>

int main() {
  const auto pipeline = headway::yaml::load(R"(
headway: v1
tasks:
  greet: {command: [echo, hello]}
  leave: {depends_on: [greet], command: [echo, bye]}
)",
                                            "consumer.yaml");
  const bool valid = headway::validate(pipeline).empty();
  const auto job = headway::compile(pipeline, {});
  return valid && job->instance_count() == 2 ? EXIT_SUCCESS : EXIT_FAILURE;
}
