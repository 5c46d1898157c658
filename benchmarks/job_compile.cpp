// What compilation and the graph algorithms cost: 100,000 tasks; 1,000,000 vertices, 5,000,000
// edges.
#include <headway/job/compile.hpp>
#include <headway/job/graph.hpp>
#include <headway/job/validate.hpp>

#include <benchmark/benchmark.h>

#include <random>
#include <string>

namespace {

using namespace headway;

/// Layers of 100 tasks, each after three of the layer before and reading the output of one.
Pipeline layered(std::uint32_t tasks) {
  Pipeline pipeline{.name = "layered"};
  pipeline.params.push_back({.name = "rate", .type = {Type::Kind::floating}, .default_value = 0.1});
  for (std::uint32_t t = 0; t < tasks; ++t) {
    Task task{.name = "task_" + std::to_string(t)};
    CommandBody body{{{"python", {}}, {"train.py", {}}, {"--rate=${{ params.rate }}", {}}}};
    for (std::uint32_t i = 1; t >= 100 && i <= 3; ++i) {
      task.depends_on.push_back(
          {"task_" + std::to_string(t - 100 + i - 1 - (t % 100 > 97 ? 2 : 0))});
    }
    if (t >= 100) {
      body.argv.push_back({"${{ tasks.task_" + std::to_string(t - 100) + ".outputs.n }}", {}});
    }
    task.body = std::move(body);
    task.outputs.push_back({.name = "n", .type = {Type::Kind::integer}});
    task.settings.resources.emplace_back("mem", Quantity{std::int64_t{1} << (20 + t % 8)});
    pipeline.tasks.push_back(std::move(task));
  }
  return pipeline;
}

/// One task of 100 × 100 combinations.
Pipeline wide() {
  Pipeline pipeline{.name = "wide"};
  Value::List hundred;
  for (int i = 0; i < 100; ++i) hundred.emplace_back(i);
  Task task{.name = "score"};
  task.body = CommandBody{{{"true", {}}}};
  task.matrix = Matrix{.axes = {{"a", hundred, {}}, {"b", hundred, {}}}};
  pipeline.tasks.push_back(std::move(task));
  return pipeline;
}

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Edges random_edges(std::uint32_t vertices, std::size_t count) {
  std::mt19937 random(1);
  Edges edges;
  edges.reserve(count);
  while (edges.size() < count) {
    const auto a = static_cast<std::uint32_t>(random() % vertices);
    const auto b = static_cast<std::uint32_t>(random() % vertices);
    if (a != b) edges.emplace_back(std::min(a, b), std::max(a, b));
  }
  return edges;
}

constexpr std::uint32_t million = 1'000'000;

void compile_layers(benchmark::State& state) {
  const Pipeline pipeline = layered(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(compile(pipeline, {}));
}
BENCHMARK(compile_layers)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void validate_layers(benchmark::State& state) {
  const Pipeline pipeline = layered(100'000);
  for (auto _ : state) benchmark::DoNotOptimize(validate(pipeline));
}
BENCHMARK(validate_layers)->Unit(benchmark::kMillisecond);

void compile_wide_matrix(benchmark::State& state) {
  const Pipeline pipeline = wide();
  for (auto _ : state) benchmark::DoNotOptimize(compile(pipeline, {}));
}
BENCHMARK(compile_wide_matrix)->Unit(benchmark::kMillisecond);

void find_instances_of_a_wide_matrix(benchmark::State& state) {
  const auto job = compile(wide(), {});
  for (auto _ : state) {
    benchmark::DoNotOptimize(job->find_instance("score[a=57,b=91]"));
  }
}
BENCHMARK(find_instances_of_a_wide_matrix);

void build_graph(benchmark::State& state) {
  const Edges edges = random_edges(million, 5 * std::size_t{million});
  for (auto _ : state) benchmark::DoNotOptimize(make_graph(million, edges));
}
BENCHMARK(build_graph)->Unit(benchmark::kMillisecond);

void order_graph(benchmark::State& state) {
  const Graph graph = make_graph(million, random_edges(million, 5 * std::size_t{million}));
  for (auto _ : state) benchmark::DoNotOptimize(topological_order(graph));
}
BENCHMARK(order_graph)->Unit(benchmark::kMillisecond);

void search_graph_for_cycles(benchmark::State& state) {
  const Graph graph = make_graph(million, random_edges(million, 5 * std::size_t{million}));
  for (auto _ : state) benchmark::DoNotOptimize(find_cycles(graph));
}
BENCHMARK(search_graph_for_cycles)->Unit(benchmark::kMillisecond);

void rank_graph(benchmark::State& state) {
  const Graph graph = make_graph(million, random_edges(million, 5 * std::size_t{million}));
  const std::vector<std::int64_t> weights(million, 1);
  for (auto _ : state) benchmark::DoNotOptimize(upward_ranks(graph, weights));
}
BENCHMARK(rank_graph)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
