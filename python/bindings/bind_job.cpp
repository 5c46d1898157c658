// Job: a job that an engine of this process runs.
#include "bindings.hpp"
#include "conversions.hpp"
#include "running_job.hpp"

#include <headway/base/error.hpp>
#include <headway/event/instance_order.hpp>
#include <headway/run/explanation.hpp>
#include <headway/run/history.hpp>
#include <headway/view/svg.hpp>
#include <headway/view/text.hpp>

#include <algorithm>
#include <optional>

namespace headway::python {
namespace {

constexpr Duration between_signals{50'000};  // so long may Ctrl-C wait to be seen

JobStatus status_of(const RunningJob& job) {
  return job.engine->look([&] { return job.handle.status(); });
}

/// Waits in slices, between which Python's signals are looked at. Whether the job came to rest.
bool wait_for(RunningJob& job, std::optional<double> seconds) {
  const CallAway until_it_returns;
  const SystemClock clock;
  const auto limit = seconds
                         ? Duration{static_cast<std::int64_t>(std::clamp(*seconds, 0.0, 1e9) * 1e6)}
                         : Duration{};
  const Instant end = clock.now() + limit;
  for (;;) {
    const Duration left = end - clock.now();
    const Duration slice =
        seconds ? std::clamp(left, Duration{0}, between_signals) : between_signals;
    const bool rests = job.engine->look([&] { return job.handle.wait_for(slice); });
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (rests || (seconds && left <= slice)) return rests;
  }
}

py::str instant(Instant at) { return to_str(to_string(at)); }

py::dict instance_dict(const RunningJob& job, const JobStatus& status, InstanceId id) {
  const InstanceStatus& instance = status.instance(id);
  py::dict entry;
  entry["id"] = to_str(status.name(id));
  entry["task"] = to_str(status.graphs().written(id).name);
  entry["state"] = to_str(to_string(instance.state));
  if (instance.cause.kind != Cause::Kind::none) entry["cause"] = to_string(instance.cause);
  if (!instance.message.empty()) entry["message"] = to_str(instance.message);
  entry["attempts"] = instance.attempts;
  if (!instance.node.empty()) entry["node"] = to_str(instance.node);
  if (instance.started.us != 0) entry["started"] = instant(instance.started);
  if (instance.ended.us != 0) entry["ended"] = instant(instance.ended);
  if (instance.outputs) entry["outputs"] = to_python(job.handle.resolved(Value(*instance.outputs)));
  return entry;
}

py::dict status_dict(const RunningJob& job) {
  const JobStatus status = status_of(job);
  const bool ended = status.ended().us != 0;
  py::dict entry;
  entry["job"] = to_string(job.handle.id());
  entry["name"] = to_str(job.handle.record().name);
  entry["pipeline"] = to_str(job.handle.record().pipeline_name);
  entry["version"] = job.handle.record().version;
  entry["state"] = to_str(to_string(status.state()));
  entry["engine"] = job.engine->open() ? "alive" : "absent";
  if (status.cause().kind != Cause::Kind::none) entry["cause"] = to_string(status.cause());
  entry["started"] = instant(status.started());
  if (ended) entry["ended"] = instant(status.ended());
  entry["duration_s"] = time_taken(status.started(), status.ended(), SystemClock().now()).seconds();
  py::list instances;
  for (const InstanceId id : graph_order(status.graphs()))
    instances.append(instance_dict(job, status, id));
  entry["instances"] = instances;
  if (!status.job().pipeline().outputs.empty() && ended)
    entry["outputs"] = to_python(job.handle.outputs());
  return entry;
}

/// The first of the failures that fail the job; empty where there is none.
py::str first_failure(const RunningJob& job) {
  const JobStatus status = status_of(job);
  const std::vector<InstanceId> failed = failures(status);
  return to_str(failed.empty() ? std::string() : status.name(failed.front()));
}

Chart chart_of(const RunningJob& job) { return {status_of(job), SystemClock().now()}; }

}  // namespace

void bind_job(py::module_& module) {
  py::class_<RunningJob>(module, "Job")
      .def_property_readonly("id", [](const RunningJob& job) { return to_string(job.handle.id()); })
      .def_property_readonly(
          "state",
          [](const RunningJob& job) {
            return to_str(to_string(job.engine->look([&] { return job.handle.state(); })));
          })
      .def("wait_for", wait_for)
      .def("cancel",
           [](RunningJob& job) {
             job.engine->use([&](Executor& /*executor*/) { job.handle.cancel(); });
           })
      .def("pause",
           [](RunningJob& job, std::int64_t grace_us) {
             job.engine->use([&](Executor& /*executor*/) { job.handle.pause(Duration{grace_us}); });
           })
      .def("status", status_dict)
      .def("first_failure", first_failure)
      .def("outputs",
           [](const RunningJob& job) {
             return to_python(job.engine->look([&] { return job.handle.outputs(); }));
           })
      .def("log",
           [](const RunningJob& job, const std::string& instance, Attempt attempt,
              std::size_t limit) {
             return to_str(
                 job.engine->look([&] { return job.handle.log(instance, attempt, limit); }));
           })
      .def("svg", [](const RunningJob& job) { return to_str(svg(chart_of(job))); })
      .def("text", [](const RunningJob& job) { return to_str(text(chart_of(job))); });
}

}  // namespace headway::python
