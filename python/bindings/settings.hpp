// The keys that tasks and defaults share, bound for either.
#pragma once

#include "conversions.hpp"

#include <headway/model/builder.hpp>

#include <pybind11/pybind11.h>

#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace headway::python {

using Words = std::vector<std::string>;
using WordPairs = std::vector<std::pair<std::string, std::string>>;

/// limit, (initial, multiplier, max, jitter), causes, resources; durations in microseconds.
using PythonBackoff = std::tuple<std::int64_t, double, std::int64_t, double>;
using PythonRetry = std::tuple<std::uint32_t, PythonBackoff, Words, WordPairs>;

inline std::vector<RetryRequest> to_rules(const std::vector<PythonRetry>& rules) {
  std::vector<RetryRequest> result;
  for (const auto& [limit, backoff, causes, resources] : rules) {
    const auto& [initial_us, multiplier, max_us, jitter] = backoff;
    result.push_back({.limit = limit,
                      .backoff = {.initial = {initial_us},
                                  .multiplier = multiplier,
                                  .max = {max_us},
                                  .jitter = jitter},
                      .causes = causes,
                      .resources = resources});
  }
  return result;
}

/// What a session is given.
template <class Handle>
void bind_demands(py::class_<Handle>& handle) {
  handle
      .def("resources",
           [](const Handle& h, const PythonAmounts& slots, const Place& at) {
             h.resources({.slots = to_amounts(slots)}, at.site());
           })
      .def("env", [](const Handle& h, std::string name, std::string value,
                     const Place& at) { h.env(std::move(name), std::move(value), at.site()); })
      .def("secrets", [](const Handle& h, const Words& names,
                         const Place& at) { h.secrets(names, at.site()); })
      .def("workdir", [](const Handle& h, std::string folder,
                         const Place& at) { h.workdir(std::move(folder), at.site()); })
      .def("image", [](const Handle& h, std::string reference,
                       const Place& at) { h.image(std::move(reference), at.site()); })
      .def("mounts", [](const Handle& h, const Words& mounts,
                        const Place& at) { h.mounts(mounts, at.site()); })
      .def("sandbox",
           [](const Handle& h, const std::string& word, const Place& at) {
             h.sandbox(word == "bubblewrap" ? Sandbox::bubblewrap : Sandbox::none, at.site());
           })
      .def("session",
           [](const Handle& h, std::string backend, WordPairs options, const Place& at) {
             h.session({std::move(backend), std::move(options)}, at.site());
           })
      .def("cluster",
           [](const Handle& h, std::uint32_t size, const Place& at) { h.cluster(size, at.site()); })
      .def("checkpoint", [](const Handle& h, const Place& at) { h.checkpoint(at.site()); });
}

/// What becomes of a session, and when it is due.
template <class Handle>
void bind_policy(py::class_<Handle>& handle) {
  handle
      .def("retry", [](const Handle& h, const std::vector<PythonRetry>& rules,
                       const Place& at) { h.retry_rules(to_rules(rules), at.site()); })
      .def("timeout",
           [](const Handle& h, std::int64_t run_us, std::int64_t queue_us, std::int64_t deadline_us,
              std::int64_t heartbeat_us, const Place& at) {
             h.timeout({{run_us}, {queue_us}, {deadline_us}, {heartbeat_us}}, at.site());
           })
      .def("cache",
           [](const Handle& h, bool enabled, std::string version, Words ignore,
              std::int64_t max_age_us, bool serialize, const Place& at) {
             h.cache({enabled, std::move(version), std::move(ignore), {max_age_us}, serialize},
                     at.site());
           })
      .def("estimate", [](const Handle& h, std::int64_t us,
                          const Place& at) { h.estimate(Duration{us}, at.site()); })
      .def("priority", [](const Handle& h, std::int32_t larger_is_sooner,
                          const Place& at) { h.priority(larger_is_sooner, at.site()); })
      .def("allow_failure", [](const Handle& h, const Place& at) { h.allow_failure(at.site()); })
      .def("interruptible", [](const Handle& h, const Place& at) { h.interruptible(at.site()); })
      .def("unset", [](const Handle& h, const std::string& key, const Place& at) {
        h.unset(key, at.site());
      });
}

template <class Handle>
void bind_settings(py::class_<Handle>& handle) {
  bind_demands(handle);
  bind_policy(handle);
  handle.def_property_readonly("path",
                               [](const Handle& h) { return h.draft().path_of(h.index()); });
}

}  // namespace headway::python
