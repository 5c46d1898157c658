// The scheduler itself, in played time, on published instances: how long a job takes by each order.
//   bench_schedule_online RCPSP.jsonl.xz WORKFLOWS.jsonl.xz [--ahead N] [--patience N]
// Activities as in bench_schedule_planner: per cent above the best known makespan. Recorded
// pipelines as in bench_schedule_clusters, on one node of 16 cores: times the lower bound. Means
// over all instances.
#include <headway/schedule/least_loss.hpp>
#include <headway/schedule/rank.hpp>
#include <headway/schedule/scheduler.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace headway;

namespace {

constexpr JobId id{1};
constexpr std::int64_t second = 1'000'000;

struct Problem {
  std::shared_ptr<const PipelineJob> job{};
  Resources node{};
  double reference = 0;  // microseconds
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

/// A job of tasks with a demand each.
class JobBuilder {
 public:
  explicit JobBuilder(std::vector<std::string> slots) { parts_.slots = std::move(slots); }
  void add(Duration estimate, const Demand& demand) {
    parts_.tasks.push_back(
        {.shape = {static_cast<std::uint32_t>(parts_.shapes.size())}, .estimate = estimate});
    parts_.shapes.push_back(demand);
  }
  std::shared_ptr<const PipelineJob> build(const std::vector<std::vector<std::uint32_t>>& next) {
    std::vector<std::vector<std::uint32_t>> before(next.size());
    parts_.dependent_rows = parts_.predecessor_rows = {0};
    for (std::uint32_t t = 0; t < next.size(); ++t) {
      for (const std::uint32_t target : next[t]) {
        parts_.dependents.push_back({.task = {target}});
        before[target].push_back(t);
      }
      parts_.dependent_rows.push_back(static_cast<std::uint32_t>(parts_.dependents.size()));
    }
    for (const auto& sources : before) {
      for (const std::uint32_t source : sources) {
        parts_.predecessors.push_back({.task = {source}});
      }
      parts_.predecessor_rows.push_back(static_cast<std::uint32_t>(parts_.predecessors.size()));
    }
    return std::make_shared<const PipelineJob>(std::move(parts_));
  }

 private:
  PipelineJobParts parts_;
};

Problem activities(const nlohmann::json& line) {
  Problem problem;
  std::vector<std::string> slots;
  for (const std::int64_t capacity : line.at("capacity")) {
    slots.push_back("r" + std::to_string(slots.size()));
    problem.node.set(slots.back(), {capacity});
  }
  JobBuilder job(slots);
  for (std::size_t a = 0; a < line.at("duration").size(); ++a) {
    Demand demand;
    for (std::uint16_t r = 0; r < slots.size(); ++r) {
      const std::int64_t amount = line.at("request")[a][r];
      if (amount > 0) demand.emplace_back(SlotId{r}, amount);
    }
    job.add({second * line.at("duration")[a].get<std::int64_t>()}, demand);
  }
  problem.job = job.build(line.at("successors"));
  problem.reference = static_cast<double>(second) * line.at("best_known").at("ub").get<double>();
  return problem;
}

std::int64_t cores_of(const nlohmann::json& task) {
  double cores = 1;
  if (!task.at(2).is_null()) {
    cores = task.at(2);
  } else if (!task.at(4).is_null()) {
    cores = std::ceil(task.at(4).get<double>() / 100);
  }
  return std::clamp<std::int64_t>(std::llround(cores), 1, 16);
}

Problem recorded(const nlohmann::json& tasks) {
  Problem problem;
  problem.node.set("cpu", {16});
  JobBuilder job({"cpu"});
  std::vector<std::vector<std::uint32_t>> next(tasks.size());
  std::int64_t work = 0;
  for (std::uint32_t t = 0; t < tasks.size(); ++t) {
    const Duration takes{std::llround(static_cast<double>(second) * tasks[t].at(1).get<double>())};
    job.add(takes, {{SlotId{0}, cores_of(tasks[t])}});
    work += takes.us * cores_of(tasks[t]);
    for (const std::uint32_t parent : tasks[t].at(7)) next[parent].push_back(t);
  }
  problem.job = job.build(next);
  std::int64_t path = 0;
  for (std::uint32_t t = 0; t < tasks.size(); ++t) {
    if (next[t].empty() || problem.job->predecessors({t}).empty()) {
      path = std::max(path, upward_ranks(*problem.job)[t]);
    }
  }
  problem.reference = static_cast<double>(std::max(path, (work + 15) / 16));
  return problem;
}

/// A backend in whose time sessions take as long as their tasks were estimated to.
class Played {
 public:
  Played(const Problem& problem, SchedulePolicy policy)
      : scheduler_(policy, std::make_unique<LeastLoss>()), problem_(problem) {
    apply(NodesChanged{{{.name = "node", .resources = problem.node}}});
    scheduler_.serve(id, {.places = places_of(*problem.job, policy.order)});
    apply(JobStarted{problem.job});
  }

  Instant play() {
    while (true) {
      while (auto command = scheduler_.next(now_)) {
        std::visit([this](auto& known) { act(known); }, *command);
      }
      if (running_.empty()) return now_;
      now_ = running_.top().first;
      for (; !running_.empty() && running_.top().first == now_; running_.pop()) {
        apply(AttemptEnded{.instance = {running_.top().second}, .attempt = 1});
      }
    }
  }

 private:
  void apply(Fact fact) {
    scheduler_.apply({.time = now_, .job = id, .fact = std::move(fact)}, now_);
  }
  void act(const IntendAttempt& wish) { apply(AttemptIntended{wish.instance, wish.attempt}); }
  void act(const LaunchSession& wish) {
    apply(SessionAccepted{.instance = wish.instance, .attempt = wish.attempt});
    apply(SessionStarted{.instance = wish.instance, .attempt = wish.attempt});
    const Duration takes = problem_.job->task(problem_.job->task_of(wish.instance)).estimate;
    running_.push({now_ + takes, wish.instance.value});
  }
  void act(const Decide& wish) { apply(wish.fact); }
  template <class Other>
  void act(const Other& /*wish*/) {}

  Scheduler scheduler_;
  const Problem& problem_;
  MinHeap<std::pair<Instant, std::uint32_t>> running_;
  Instant now_{};
};

void measure(const std::vector<Problem>& problems, SchedulePolicy policy, const char* of) {
  for (const Order order : {Order::fifo, Order::critical_path}) {
    policy.order = order;
    double sum = 0;
    for (const Problem& problem : problems) {
      const auto makespan = static_cast<double>(Played(problem, policy).play().us);
      sum += problem.reference > 0 ? makespan / problem.reference : 1;
    }
    fmt::print("  {:14} {:.4f} times {}\n", to_string(order),
               sum / static_cast<double>(problems.size()), of);
  }
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    fmt::print(
        "bench_schedule_online RCPSP.jsonl.xz WORKFLOWS.jsonl.xz [--ahead N] [--patience N]\n");
    return 0;
  }
  SchedulePolicy policy;
  for (int i = 3; i + 1 < count; i += 2) {
    const auto value = static_cast<std::uint32_t>(std::stoul(words[i + 1]));
    if (std::string_view(words[i]) == "--ahead") policy.intents_ahead = value;
    if (std::string_view(words[i]) == "--patience") policy.patience = value;
  }
  std::vector<Problem> problems;
  std::istringstream lines(text_of(words[1]));
  for (std::string line; std::getline(lines, line);) {
    problems.push_back(activities(nlohmann::json::parse(line)));
  }
  fmt::print("{} projects\n", problems.size());
  measure(problems, policy, "the best known makespan");
  problems.clear();
  lines = std::istringstream(text_of(words[2]));
  for (std::string line; std::getline(lines, line);) {
    problems.push_back(recorded(nlohmann::json::parse(line).at("tasks")));
  }
  fmt::print("{} recorded pipelines on 16 cores\n", problems.size());
  measure(problems, policy, "the lower bound");
}
