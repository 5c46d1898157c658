// What the settings of sessions become, in a task and in `defaults`.
#include "support/catch.hpp"

#include <headway/yaml/load.hpp>

#include <string>

using namespace headway;

namespace {

/// The settings of a task and of `defaults` that have these lines; both are read alike.
SessionSettings settings(const std::string& entries) {
  auto pipeline = yaml::load(
      "headway: v1\ndefaults: {" + entries + "}\ntasks: {t: {" + entries + "}}\n", "a.yaml");
  CHECK(pipeline.defaults == pipeline.tasks.at(0).settings);
  return pipeline.defaults;
}

}  // namespace

TEST_CASE("retry is a list of rules with causes and raised resources") {
  auto rules = *settings(
                    "retry: [{causes: [oom_killed, exit_code(137)], limit: 2, "
                    "resources: {mem: '${{ 2 * resources.mem }}', cpu: 1.50, disk: 1024Ki}}, "
                    "{causes: [error(NoData)], limit: 20, backoff: {initial: 30s}}, {limit: 1}]")
                    .retry;
  REQUIRE(rules.size() == 3);
  CHECK(rules[0].causes == std::vector<Text>{{"oom_killed"}, {"exit_code(137)"}});
  using Raised = std::vector<std::pair<std::string, Text>>;
  CHECK(rules[0].resources ==
        Raised{{"mem", {"${{ 2 * resources.mem }}"}}, {"cpu", {"1.5"}}, {"disk", {"1Mi"}}});
  CHECK(rules[1].backoff.initial == 30_s);
  CHECK(rules[2] == RetryRule{.limit = 1});
}

TEST_CASE("a timeout may be of four kinds") {
  auto limits = *settings("timeout: {run: 2h, queue: 6h, deadline: 1d, heartbeat: 5m}").timeout;
  CHECK(limits == Timeouts{.run = 2_h, .queue = 6_h, .deadline = 24_h, .heartbeat = 5_min});
}

TEST_CASE("a cache is a switch or what makes results equal") {
  CHECK(settings("cache: true").cache->enabled);
  CHECK_FALSE(settings("cache: false").cache->enabled);
  CHECK(*settings("cache: {version: '2', ignore: [a], max_age: 7d, serialize: true}").cache ==
        CacheSettings{.version = "2",
                      .ignore = {"a"},
                      .max_age = Duration{604'800'000'000},
                      .serialize = true});
  CHECK(*settings("cache: {}").cache == CacheSettings{});
}

TEST_CASE("a session has an image and mounts and a sandbox") {
  auto read = settings(
      "image: 'python:3.12', mounts: ['data:/data', 'a b:/c:ro', 'x:${{ params.p }}'], "
      "sandbox: bubblewrap, checkpoint: true, interruptible: false");
  CHECK(*read.image == "python:3.12");
  CHECK(*read.mounts == std::vector<Text>{{"data:/data"}, {"a b:/c:ro"}, {"x:${{ params.p }}"}});
  CHECK(*read.sandbox == Sandbox::bubblewrap);
  CHECK(*read.checkpoint);
  CHECK_FALSE(*read.interruptible);
}

TEST_CASE("a session is of a backend with options and of a size") {
  auto read = settings("session: {backend: slurm, options: {partition: gpu}}, cluster: {size: 4}");
  CHECK(read.session->backend == "slurm");
  CHECK(read.session->options.at(0) == std::pair<std::string, std::string>{"partition", "gpu"});
  CHECK(*read.cluster_size == 4);
}

TEST_CASE("null takes each of the settings away") {
  auto read = settings(
      "retry: null, timeout: null, cache: null, allow_failure: null, estimate: null, "
      "priority: null, image: null, secrets: null, mounts: null, workdir: null, sandbox: null, "
      "session: null, cluster: null, checkpoint: null, interruptible: null");
  CHECK((read.retry.written() && !read.retry.given()));
  CHECK((read.cache.written() && !read.cache.given()));
  CHECK((read.allow_failure.written() && !read.allow_failure.given()));
  CHECK((read.image.written() && !read.image.given()));
  CHECK((read.mounts.written() && !read.mounts.given()));
  CHECK((read.sandbox.written() && !read.sandbox.given()));
  CHECK((read.session.written() && !read.session.given()));
  CHECK((read.cluster_size.written() && !read.cluster_size.given()));
  CHECK((read.checkpoint.written() && !read.checkpoint.given()));
  CHECK((read.interruptible.written() && !read.interruptible.given()));
}
