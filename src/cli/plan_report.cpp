// The words and numbers of a plan.
#include "cli/plan_report.hpp"

#include "cli/report.hpp"
#include "cli/text_file.hpp"

#include <headway/run/plan_chart.hpp>
#include <headway/view/chart.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace headway::cli {

namespace {

using Json = nlohmann::ordered_json;

Json instance_json(const PlannedInstance& instance) {
  Json json{{"id", instance.id}, {"task", instance.task}};
  if (!instance.node.empty()) json["node"] = instance.node;
  json["start_s"] = instance.start.seconds();
  json["end_s"] = instance.end.seconds();
  auto shares = Json::array();
  for (const DeviceShare& gpu : instance.gpus) shares.push_back({gpu.device, gpu.thousandths});
  if (!shares.empty()) json["devices"] = {{"gpu", std::move(shares)}};
  return json;
}

Json amount_json(const std::string& slot, Quantity amount) {
  if (unit_of(slot) == Unit::byte) return amount.raw;
  if (amount.raw % 1000 == 0) return amount.raw / 1000;
  return static_cast<double>(amount.raw) / 1000.0;
}

Json points_json(const PlanReport& report) {
  auto points = Json::array();
  for (const WhatIf& point : report.points) {
    Json json{{"capacity", amount_json(report.slot, point.capacity)}, {"makespan_s", nullptr}};
    if (point.plan) {
      json["makespan_s"] = point.plan->makespan.seconds();
      json["lower_bound_s"] = point.plan->lower_bound.seconds();
    }
    points.push_back(std::move(json));
  }
  return points;
}

Json plan_json(const PlanReport& report) {
  const JobPlan& plan = report.plan;
  Json json{{"pipeline", plan.pipeline},
            {"makespan_s", plan.makespan.seconds()},
            {"lower_bound_s", plan.lower_bound.seconds()},
            {"optimal", plan.optimal()},
            {"schedules_evaluated", plan.schedules_evaluated},
            {"policy", std::string(to_string(plan.policy))},
            {"guessed_durations", plan.guessed}};
  if (plan.eta)
    json["eta_s"] = {{"p50", plan.eta->p50.seconds()}, {"p90", plan.eta->p90.seconds()}};
  json["critical_path"] = plan.critical_path;
  auto instances = Json::array();
  for (const PlannedInstance& instance : plan.instances) {
    instances.push_back(instance_json(instance));
  }
  json["instances"] = std::move(instances);
  if (!report.slot.empty())
    json["what_if"] = {{"slot", report.slot}, {"points", points_json(report)}};
  return json;
}

std::string chain_text(const std::vector<std::string>& chain) {
  constexpr std::size_t most = 12;
  std::string text;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (i == most) return text + fmt::format(" -> … {} more", chain.size() - most);
    text += (i == 0 ? "" : " -> ") + chain[i];
  }
  return text;
}

std::vector<std::string> summary(const JobPlan& plan) {
  std::vector<std::string> lines{fmt::format(
      "{}: {} by {}, and no schedule is shorter{}", plan.pipeline, readable(plan.makespan),
      to_string(plan.policy), plan.optimal() ? "" : " than " + readable(plan.lower_bound))};
  if (!plan.critical_path.empty()) {
    lines.push_back("longest chain: " + chain_text(plan.critical_path));
  }
  if (plan.eta) {
    lines.push_back(
        fmt::format("by earlier jobs: half of the cases are over after {}, nine of ten after {}",
                    readable(plan.eta->p50), readable(plan.eta->p90)));
  }
  return lines;
}

std::vector<std::string> comparison(const PlanReport& report) {
  std::vector<std::string> lines{"", "with " + report.slot + " of"};
  std::optional<Duration> before;
  for (const WhatIf& point : report.points) {
    std::string line = fmt::format("  {:>8}  ", to_string(point.capacity, unit_of(report.slot)));
    line += point.plan ? readable(point.plan->makespan) : "no plan: a request is larger";
    if (point.plan && point.plan->makespan == before) line += ", no shorter";
    if (point.plan) before = point.plan->makespan;
    lines.push_back(std::move(line));
  }
  return lines;
}

void print_lines(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) print(printable(line) + '\n');
}

void warn_of_guesses(const JobPlan& plan) {
  if (plan.guessed == 0) return;
  say(
      fmt::format("nothing is known of how long {} of {} instances take: 1 s each is assumed; give "
                  "--durations, an estimate, or run it once",
                  plan.guessed, plan.instances.size()));
}

}  // namespace

int tell(const PlanReport& report, const PlanVerbOptions& options) {
  const Gantt picture = gantt(report.plan);
  if (!options.gantt.empty()) write_text(options.gantt, svg(picture));
  warn_of_guesses(report.plan);
  if (options.at.json) {
    print(plan_json(report).dump());
    return done;
  }
  print_lines(summary(report.plan));
  print("\n" + text(picture));
  if (!report.slot.empty()) print_lines(comparison(report));
  return done;
}

}  // namespace headway::cli
