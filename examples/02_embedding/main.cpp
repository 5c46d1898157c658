// A pipeline of C++ functions, typed from end to end, run inside this program.
//
//     prepare ──> train × 3 ──> best
#include <headway/headway.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace hw = headway;

struct Trained {
  double rate = 0;
  double loss = 0;
};
template <>
struct hw::Record<Trained> : hw::Fields<&Trained::rate, &Trained::loss> {};

/// Points on y = 3x.
std::vector<double> prepare(std::int64_t points) {
  std::vector<double> data;
  for (std::int64_t i = 1; i <= points; ++i) data.push_back(3.0 * static_cast<double>(i));
  return data;
}

/// Fits the slope by gradient descent.
Trained train(const std::vector<double>& data, double rate) {
  double slope = 0;
  for (int pass = 0; pass < 50; ++pass) {
    for (std::size_t i = 0; i < data.size(); ++i) {
      const double x = static_cast<double>(i + 1);
      slope -= rate * (slope * x - data[i]) * x;
    }
  }
  return {rate, std::abs(slope - 3.0)};
}

Trained best(const std::vector<Trained>& runs) {
  return *std::min_element(runs.begin(), runs.end(),
                           [](const Trained& a, const Trained& b) { return a.loss < b.loss; });
}

int main() {
  hw::PipelineBuilder p("slopes");
  auto points = p.param<std::int64_t>("points", 4);
  auto rates = p.param<std::vector<double>>("rates", {0.0001, 0.01, 0.03});
  auto data = p.task("prepare", prepare, points);
  auto runs = p.task("train", train, data, hw::each(rates)).resources({.cpu = 1});
  auto winner = p.task("best", best, runs);  // three Trained meet as a std::vector<Trained>
  const hw::Pipeline slopes = p.build(winner);

  hw::MemoryStore store;  // hw::SqliteStore("./.headway") makes it durable
  hw::LocalBackend local({.slots = {{"cpu", 2}}});
  hw::Executor executor(store, local);

  auto job = executor.start(slopes, {{"points", 3}}, p.callables());
  job.wait();
  const auto found = job.result<Trained>();
  fmt::print("best rate {} leaves {:.3f}\n", found.rate, found.loss);
}
