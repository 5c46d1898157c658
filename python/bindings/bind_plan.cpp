// Plans: how long a pipeline would take, and what would be when and where.
#include "bindings.hpp"
#include "conversions.hpp"
#include "draft.hpp"
#include "without_gil.hpp"

#include <headway/run/history.hpp>
#include <headway/run/plan.hpp>
#include <headway/run/plan_chart.hpp>
#include <headway/run/store_config.hpp>
#include <headway/session/inventory.hpp>

#include <algorithm>
#include <map>
#include <thread>

namespace headway::python {
namespace {

using PythonNodes = std::vector<std::pair<std::string, PythonAmounts>>;
using PythonDurations = std::map<std::string, std::int64_t>;  // in microseconds

struct PythonBudget {
  std::string policy;
  std::uint64_t schedules = 0;
  std::uint64_t seed = 1;
};

std::vector<Node> to_nodes(const PythonNodes& nodes, const std::string& store,
                           const PythonAmounts& slots) {
  if (nodes.empty()) return {inventory(store_config(store).slots_with(to_resources(slots)))};
  std::vector<Node> result;
  for (const auto& [name, amounts] : nodes) {
    result.push_back({.name = name, .resources = to_resources(amounts)});
  }
  return result;
}

Order order_of(const std::string& word) {
  if (const auto order = parse_order(word)) return *order;
  throw py::value_error("policy is planned, critical_path or fifo, not \"" + word + '"');
}

JobPlan planned(PipelineBuilder& builder, const py::dict& params, const std::string& store,
                const PythonAmounts& slots, const PythonNodes& nodes,
                const PythonDurations& durations, const PythonBudget& budget) {
  const Pipeline pipeline = built(builder);
  PlanOptions options{.params = bound(pipeline, to_values(params)),
                      .nodes = to_nodes(nodes, store, slots)};
  for (const auto& [name, us] : durations) options.durations[name] = {{us}};
  options.policy = order_of(budget.policy);
  options.planner.schedules = budget.schedules;
  options.planner.seed = budget.seed;
  const WithoutGil released;
  options.planner.threads = std::max(1U, std::thread::hardware_concurrency());
  options.history = task_history(History(store).reader(), pipeline.name);
  return plan(pipeline, options);
}

py::dict instance_dict(const PlannedInstance& instance) {
  py::dict entry;
  entry["id"] = to_str(instance.id);
  entry["task"] = to_str(instance.task);
  entry["node"] = instance.node.empty() ? py::object(py::none()) : to_str(instance.node);
  entry["start_s"] = instance.start.seconds();
  entry["end_s"] = instance.end.seconds();
  py::list gpus;
  for (const DeviceShare& gpu : instance.gpus) {
    gpus.append(py::make_tuple(gpu.device, gpu.thousandths));
  }
  entry["gpus"] = gpus;
  entry["critical"] = instance.critical;
  return entry;
}

py::list instances(const JobPlan& plan) {
  py::list all;
  for (const PlannedInstance& instance : plan.instances) all.append(instance_dict(instance));
  return all;
}

py::object eta_of(const JobPlan& plan) {
  if (!plan.eta) return py::none();
  return py::make_tuple(plan.eta->p50.seconds(), plan.eta->p90.seconds());
}

}  // namespace

void bind_plan(py::module_& module) {
  py::class_<JobPlan>(module, "Plan")
      .def_property_readonly("pipeline", [](const JobPlan& p) { return to_str(p.pipeline); })
      .def_property_readonly("policy", [](const JobPlan& p) { return to_str(to_string(p.policy)); })
      .def_property_readonly("makespan", [](const JobPlan& p) { return p.makespan.seconds(); })
      .def_property_readonly("lower_bound",
                             [](const JobPlan& p) { return p.lower_bound.seconds(); })
      .def_property_readonly("optimal", &JobPlan::optimal)
      .def_property_readonly("guessed", [](const JobPlan& p) { return p.guessed; })
      .def_property_readonly("eta", eta_of)
      .def_property_readonly("schedules_evaluated",
                             [](const JobPlan& p) { return p.schedules_evaluated; })
      .def_property_readonly("critical_path",
                             [](const JobPlan& p) {
                               py::list names;
                               for (const auto& name : p.critical_path) names.append(to_str(name));
                               return names;
                             })
      .def("instances", instances)
      .def("svg", [](const JobPlan& p) { return to_str(svg(gantt(p))); })
      .def("text", [](const JobPlan& p) { return to_str(text(gantt(p))); });
  module.def("plan", [](PipelineBuilder& builder, const py::dict& params, const std::string& store,
                        const PythonAmounts& slots, const PythonNodes& nodes,
                        const PythonDurations& durations, const std::string& policy,
                        std::uint64_t schedules, std::uint64_t seed) {
    return planned(builder, params, store, slots, nodes, durations, {policy, schedules, seed});
  });
}

}  // namespace headway::python
