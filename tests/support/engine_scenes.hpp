// Whole jobs from a few lines of YAML, and how their instances ended.
#pragma once

#include "support/engine_bench.hpp"

#include <headway/run/check.hpp>
#include <headway/store/inbox.hpp>

#include <map>
#include <string>

namespace headway::inline v0::testing {

/// `instance -> state` or `state cause`, of all there are.
inline std::map<std::string, std::string> ends(const JobStatus& status) {
  std::map<std::string, std::string> ends;
  for (std::uint32_t i = 0; i < status.instances().size(); ++i) {
    const InstanceStatus& instance = status.instance({i});
    std::string end(to_string(instance.state));
    if (instance.cause.kind != Cause::Kind::none) end += ' ' + to_string(instance.cause);
    ends.emplace(status.name({i}), end);
  }
  return ends;
}

inline JobHandle start(EngineBench& bench, const std::string& tasks, Values params = {}) {
  Pipeline pipeline = load("headway: v1\nname: scene\n" + tasks, "scene.yaml");
  pipeline.folder = bench.path("");
  return bench.executor().start(pipeline, std::move(params), Callables{});
}

/// Drives until the instance is in the state.
inline bool comes_to(const JobHandle& job, const std::string& instance, InstanceState state) {
  for (int i = 0; i < 1000; ++i) {
    JobHandle handle = job;
    handle.wait_for(10_ms);
    const JobStatus status = job.status();
    const auto id = status.graphs().find(instance);
    if (id && status.instance(*id).state == state) return true;
  }
  return false;
}

}  // namespace headway::inline v0::testing
