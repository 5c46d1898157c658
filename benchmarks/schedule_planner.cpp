// The planner on published instances: mean deviation by budget, and schedules a second.
//   bench_schedule_planner FILE.jsonl.xz... [--budgets 1000,5000,50000] [--seeds N] [--threads N]
// A file has an instance a line: capacity, duration, request, successors, critical_path,
// best_known. Deviations are from the best known for instances of 32 activities, from the critical
// path otherwise, as the literature has it.
#include <headway/schedule/plan/planner.hpp>
#include <headway/schedule/plan/schedule_generator.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace headway;

namespace {

struct Instance {
  PlanningModel model;
  std::int64_t best_known;

  [[nodiscard]] double base() const {
    const bool solved = model.size() <= 32;
    return static_cast<double>(solved ? best_known : model.critical_path());
  }
};

struct Settings {
  std::vector<std::string> files;
  std::vector<std::uint64_t> budgets{1'000, 5'000, 50'000};
  std::uint64_t seeds = 1;
  std::uint32_t threads = 1;
};

std::string text_of(const std::string& path) {
  const std::string command = "xz -dc '" + path + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::vector<char> part(1 << 16);
  for (std::size_t got = 1; pipe && got > 0;) {
    got = std::fread(part.data(), 1, part.size(), pipe.get());
    text.append(part.data(), got);
  }
  return text;
}

Instance instance_of(const nlohmann::json& line) {
  PlanningParts parts;
  line.at("duration").get_to(parts.durations);
  line.at("capacity").get_to(parts.capacities);
  for (const auto& row : line.at("request")) {
    for (const auto& demand : row) parts.demands.push_back(demand);
  }
  parts.successor_rows = {0};
  for (const auto& row : line.at("successors")) {
    for (const auto& successor : row) parts.successors.push_back(successor);
    parts.successor_rows.push_back(static_cast<std::uint32_t>(parts.successors.size()));
  }
  return {PlanningModel(std::move(parts)), line.at("best_known").at("ub")};
}

std::vector<Instance> instances_of(const std::string& path) {
  std::istringstream lines(text_of(path));
  std::vector<Instance> instances;
  for (std::string line; std::getline(lines, line);)
    instances.push_back(instance_of(nlohmann::json::parse(line)));
  return instances;
}

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Passes a second on one thread, without any search around them.
double throughput(const std::vector<Instance>& instances) {
  constexpr int passes = 2'000;
  double seconds = 0;
  for (const Instance& instance : instances) {
    ScheduleGenerator generator(instance.model);
    std::vector<std::int64_t> starts(instance.model.size());
    const double begin = processor_seconds();
    for (int pass = 0; pass < passes; ++pass)
      generator.forward(instance.model.topological_order(), starts);
    seconds += processor_seconds() - begin;
  }
  return passes * static_cast<double>(instances.size()) / seconds;
}

void measure(const std::vector<Instance>& instances, std::uint64_t budget,
             const Settings& settings) {
  double deviation = 0;
  double evaluated = 0;
  int proved = 0;
  const double begin = processor_seconds();
  for (std::uint64_t seed = 1; seed <= settings.seeds; ++seed) {
    for (const Instance& instance : instances) {
      const PlannedSchedule schedule =
          plan(instance.model, {.schedules = budget, .seed = seed, .threads = settings.threads});
      deviation += 100 * (static_cast<double>(schedule.makespan) / instance.base() - 1);
      evaluated += static_cast<double>(schedule.schedules_evaluated);
      proved += schedule.optimal() ? 1 : 0;
    }
  }
  const double count = static_cast<double>(instances.size() * settings.seeds);
  const double seconds = processor_seconds() - begin;
  std::printf("  %8llu schedules: %7.3f %%, %.0f %% proved optimal, %.1f s, %.0f schedules/s\n",
              static_cast<unsigned long long>(budget), deviation / count, 100 * proved / count,
              seconds, evaluated / seconds);
  std::fflush(stdout);
}

std::vector<std::uint64_t> numbers(const std::string& list) {
  std::istringstream parts(list);
  std::vector<std::uint64_t> numbers;
  for (std::string part; std::getline(parts, part, ',');) numbers.push_back(std::stoull(part));
  return numbers;
}

Settings settings_of(const std::vector<std::string>& words) {
  Settings settings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool flag = words[i].rfind("--", 0) == 0 && i + 1 < words.size();
    if (!flag) {
      settings.files.push_back(words[i]);
      continue;
    }
    const std::vector<std::uint64_t> values = numbers(words[i + 1]);
    if (words[i] == "--budgets") settings.budgets = values;
    if (words[i] == "--seeds") settings.seeds = values.at(0);
    if (words[i] == "--threads") settings.threads = static_cast<std::uint32_t>(values.at(0));
    ++i;
  }
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = settings_of({argv + 1, argv + argc});
  for (const std::string& file : settings.files) {
    const std::vector<Instance> instances = instances_of(file);
    if (instances.empty()) return 1;
    std::printf("%s: %zu instances, %.0f passes/s\n", file.c_str(), instances.size(),
                throughput(instances));
    for (const std::uint64_t budget : settings.budgets) measure(instances, budget, settings);
  }
  return 0;
}
