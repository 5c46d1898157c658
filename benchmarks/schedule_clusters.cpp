// The planner for several nodes: recorded pipelines, as makespan over lower bound; a large job.
//   bench_schedule_clusters [FILE.jsonl.xz...] [--schedules N] [--seed N]
// A line is a pipeline with tasks, which are lists: type, seconds, cores, memory, processor use in
// percent, bytes in and out, parents by number; null where nothing was recorded. A task without
// cores asks for as many as it kept busy. Without a file the large job alone is planned.
#include <headway/schedule/plan/cluster_planner.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace headway;

namespace {

struct Settings {
  std::vector<std::string> files;
  PlannerOptions options{};
};

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::uint32_t below(std::uint32_t bound) {
    std::uint64_t x = state_ += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<std::uint32_t>((((x ^ (x >> 31U)) >> 32U) * bound) >> 32U);
  }

 private:
  std::uint64_t state_;
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

void set_successors(ClusterParts& parts, const std::vector<std::vector<std::uint32_t>>& next) {
  parts.successor_rows = {0};
  for (const auto& row : next) {
    parts.successors.insert(parts.successors.end(), row.begin(), row.end());
    parts.successor_rows.push_back(static_cast<std::uint32_t>(parts.successors.size()));
  }
}

std::int64_t cores_of(const nlohmann::json& task, std::int64_t most) {
  double cores = 1;
  if (!task.at(2).is_null())
    cores = task.at(2);
  else if (!task.at(4).is_null())
    cores = std::ceil(task.at(4).get<double>() / 100);
  return std::clamp<std::int64_t>(std::llround(cores), 1, most);
}

/// On `nodes` nodes of `cores` cores each, in milliseconds.
ClusterParts recorded(const nlohmann::json& tasks, std::size_t nodes, std::int64_t cores) {
  ClusterParts parts;
  std::vector<std::vector<std::uint32_t>> next(tasks.size());
  for (std::uint32_t a = 0; a < tasks.size(); ++a) {
    parts.durations.push_back(std::llround(1000 * tasks[a].at(1).get<double>()));
    parts.demands.push_back(cores_of(tasks[a], cores));
    for (const std::uint32_t parent : tasks[a].at(7)) next[parent].push_back(a);
  }
  set_successors(parts, next);
  parts.nodes.assign(nodes, {.capacities = {cores}});
  return parts;
}

/// Two devices a node. Of ten tasks four ask for a share of one, one for one and one for two.
void draw_devices(ClusterParts& parts) {
  Draw draw(7);
  for (ClusterNode& node : parts.nodes) node.devices.assign(2, {});
  for (std::size_t a = 0; a < parts.durations.size(); ++a) {
    const std::uint32_t kind = draw.below(10);
    DeviceDemand demand;
    if (kind < 4) demand.thousandths = 100 * (1 + draw.below(9));
    if (kind == 4 || kind == 5) demand.thousandths = kind == 4 ? 1000 : 2000;
    parts.device_demands.push_back(demand);
  }
}

/// Sums of ratios to the lower bound.
struct Figures {
  const char* name;
  double fifo = 0;
  double critical_path = 0;
  double planned = 0;
  double optimal = 0;
  double count = 0;
  double seconds = 0;

  void add(const ClusterModel& model, const PlannerOptions& options) {
    const auto bound = static_cast<double>(makespan_lower_bound(model));
    const auto ratio = [bound](const ClusterSchedule& schedule) {
      return bound > 0 ? static_cast<double>(schedule.makespan) / bound : 1;
    };
    fifo += ratio(one_pass(model, Order::fifo));
    critical_path += ratio(one_pass(model, Order::critical_path));
    const std::clock_t begin = std::clock();
    const ClusterSchedule schedule = plan(model, options);
    seconds += static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    planned += ratio(schedule);
    optimal += schedule.optimal() ? 1 : 0;
    count += 1;
  }

  void print() const {
    std::printf("  %-28s fifo %.4f  critical_path %.4f  planned %.4f, %.0f %% proved, %.1f s\n",
                name, fifo / count, critical_path / count, planned / count, 100 * optimal / count,
                seconds);
  }
};

void measure(const std::string& file, const PlannerOptions& options) {
  std::array<Figures, 3> figures{
      {{"16 cores in one node"}, {"4 nodes of 4 cores"}, {"the same with shared devices"}}};
  std::istringstream lines(text_of(file));
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json tasks = nlohmann::json::parse(line).at("tasks");
    figures[0].add(ClusterModel(recorded(tasks, 1, 16)), options);
    ClusterParts parts = recorded(tasks, 4, 4);
    figures[1].add(ClusterModel(parts), options);
    draw_devices(parts);
    figures[2].add(ClusterModel(std::move(parts)), options);
  }
  std::printf("%s: %.0f pipelines, makespan over lower bound\n", file.c_str(), figures[0].count);
  for (const Figures& some : figures) some.print();
}

/// 100 layers of 1,000 tasks with three edges each and devices, on four nodes.
ClusterParts large_job() {
  constexpr std::uint32_t layers = 100;
  constexpr std::uint32_t width = 1'000;
  Draw draw(3);
  ClusterParts parts;
  std::vector<std::vector<std::uint32_t>> next(std::size_t{layers} * width);
  for (std::uint32_t a = 0; a < next.size(); ++a) {
    parts.durations.push_back(1'000 + draw.below(100'000));
    parts.demands.push_back(1 + draw.below(3));
    const std::uint32_t behind = (a / width + 1) * width;
    while (next[a].size() < 3 && behind < next.size())
      next[a].push_back(behind + draw.below(width));
  }
  set_successors(parts, next);
  parts.nodes.assign(4, {.capacities = {16}});
  draw_devices(parts);
  return parts;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void measure_large() {
  const ClusterModel model(large_job());
  const std::clock_t begin = std::clock();
  one_pass(model, Order::critical_path);
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::atomic<bool> stop = false;
  const std::jthread timer([&stop] {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    stop = true;
  });
  const auto start = std::chrono::steady_clock::now();
  const ClusterSchedule schedule = plan(model, {.schedules = 1'000'000, .stop = &stop});
  std::printf(
      "%zu tasks on 4 nodes: one pass %.2f s; stopped after 1 s: %.2f s, %llu schedules, "
      "%.4f of the lower bound\n",
      model.size(), seconds, seconds_since(start),
      static_cast<unsigned long long>(schedule.schedules_evaluated),
      static_cast<double>(schedule.makespan) / static_cast<double>(schedule.lower_bound));
}

Settings settings_of(const std::vector<std::string>& words) {
  Settings settings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].rfind("--", 0) != 0 || i + 1 == words.size()) {
      settings.files.push_back(words[i]);
      continue;
    }
    const std::uint64_t number = std::stoull(words[i + 1]);
    (words[i] == "--seed" ? settings.options.seed : settings.options.schedules) = number;
    ++i;
  }
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const Settings settings = settings_of({argv + 1, argv + argc});
  for (const std::string& file : settings.files) measure(file, settings.options);
  measure_large();
  return 0;
}
