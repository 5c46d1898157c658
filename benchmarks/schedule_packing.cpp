// Placement over many nodes with fractional devices: the experiment of FGD (Weng et al., USENIX ATC
// 2023) on the traces in the folder that is given. A pod list is filled up with pods of it until
// 130 % of the devices are asked for, shuffled, and placed one by one; what does not fit is
// dropped. Reports the mean share of the devices that is granted when 100 % and 130 % were asked
// for.
//
// bench_schedule_packing FOLDER [--learning]: with --learning the pool is not told of the pods
// before they come, but counts them as they do.
#include <headway/schedule/least_loss.hpp>
#include <headway/schedule/pool.hpp>

#include <fmt/core.h>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace headway;

namespace {

constexpr std::int64_t seeds = 10;
constexpr std::int64_t mebibyte = 1 << 20;

using Row = std::vector<std::string>;

Row cells(const std::string& text, char separator) {
  Row row;
  std::istringstream in(text);
  for (std::string cell; std::getline(in, cell, separator);) row.push_back(cell);
  return row;
}

/// The rows of a compressed table, without its head; none if it is not there.
std::vector<Row> read(const std::string& path) {
  const std::string command = "xz -dc '" + path + "' 2>/dev/null";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(popen(command.c_str(), "r"), pclose);
  std::string text;
  char block[65536];
  while (const std::size_t count = std::fread(block, 1, sizeof block, in.get())) {
    text.append(block, count);
  }
  std::vector<Row> rows;
  for (const std::string& line : cells(text, '\n')) rows.push_back(cells(line, ','));
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

/// A pod may want one of several models: that is a slot, of which their nodes have plenty.
std::string slot_of_models(const std::string& models) {
  std::string slot = "on";
  for (const std::string& model : cells(models, '|')) slot += '_' + model;
  return slot;
}

struct Trace {
  std::vector<Node> nodes;
  std::vector<Resources> pods;
  std::int64_t devices = 0;  // thousandths
};

Resources pod_of(const Row& row) {
  Resources pod;
  pod.set("cpu", {std::stoll(row[1])});
  pod.set("mem", {std::stoll(row[2]) * mebibyte});
  const std::int64_t devices = std::stoll(row[3]);
  if (devices > 0) pod.set("gpu", {devices * std::stoll(row[4])});
  if (devices > 0 && row.size() > 5 && !row[5].empty()) pod.set(slot_of_models(row[5]), {1});
  return pod;
}

Node node_of(const Row& row, const std::set<std::string>& model_lists) {
  Node node{.name = row[0], .resources = {}};
  node.resources.set("cpu", {std::stoll(row[1])});
  node.resources.set("mem", {std::stoll(row[2]) * mebibyte});
  node.resources.set("gpu", {1000 * std::stoll(row[3])});
  for (const std::string& list : model_lists) {
    for (const std::string& model : cells(list, '|')) {
      if (model == row[4]) node.resources.set(slot_of_models(list), {1'000'000});
    }
  }
  return node;
}

Trace read_trace(const std::string& folder, const std::string& list) {
  Trace trace;
  std::set<std::string> model_lists;
  for (const Row& row : read(folder + "/openb_pod_list_" + list + ".csv.xz")) {
    trace.pods.push_back(pod_of(row));
    if (row.size() > 5 && !row[5].empty()) model_lists.insert(row[5]);
  }
  for (const Row& row : read(folder + "/openb_node_list_gpu_node.csv.xz")) {
    trace.nodes.push_back(node_of(row, model_lists));
    trace.devices += trace.nodes.back().resources.of("gpu").raw;
  }
  return trace;
}

std::vector<std::uint32_t> arrivals(const Trace& trace, std::uint32_t seed) {
  std::mt19937 dice(seed);
  std::vector<std::uint32_t> order;
  std::int64_t asked = 0;
  const auto size = static_cast<std::uint32_t>(trace.pods.size());
  for (std::uint32_t i = 0; i < size || 10 * asked < 13 * trace.devices; ++i) {
    order.push_back(i < size ? i : static_cast<std::uint32_t>(dice() % size));
    asked += trace.pods[order.back()].of("gpu").raw;
  }
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice() % i]);
  return order;
}

struct Filled {
  double at_100 = 0;  // per cent
  double at_130 = 0;
  double seconds = 0;  // of processor time
  std::size_t pods = 0;
};

Filled fill(const Trace& trace, std::uint32_t seed, bool learning) {
  Pool pool{std::make_unique<LeastLoss>()};
  pool.set_nodes(trace.nodes);
  std::vector<DemandId> demands;
  for (const Resources& pod : trace.pods) demands.push_back(pool.intern(pod));
  const auto order = arrivals(trace, seed);
  std::int64_t asked = 0;
  std::int64_t granted = 0;
  Filled filled{.pods = order.size()};
  const auto share = [&] {
    return 100 * static_cast<double>(granted) / static_cast<double>(trace.devices);
  };
  const std::clock_t start = std::clock();
  for (std::size_t i = 0; !learning && i < demands.size(); ++i) pool.expect(demands[i], 1);
  for (const std::uint32_t pod : order) {
    const std::int64_t wanted = trace.pods[pod].of("gpu").raw;
    if (asked < trace.devices && asked + wanted >= trace.devices) filled.at_100 = -1;
    asked += wanted;
    if (learning) pool.expect(demands[pod], 1);
    if (const auto grant = pool.acquire(demands[pod])) granted += wanted;
    if (filled.at_100 < 0) filled.at_100 = share();
  }
  filled.seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  filled.at_130 = share();
  return filled;
}

void report(const std::string& folder, const std::string& list, bool learning) {
  const Trace trace = read_trace(folder, list);
  if (trace.pods.empty() || trace.nodes.empty()) {
    fmt::print("{:12} not there\n", list);
    return;
  }
  Filled sum;
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    const Filled filled = fill(trace, seed, learning);
    sum.at_100 += filled.at_100 / seeds;
    sum.at_130 += filled.at_130 / seeds;
    sum.seconds += filled.seconds;
    sum.pods += filled.pods;
  }
  fmt::print("{:12} {:6.2f} {:6.2f} {:9.0f} pods/s\n", list, sum.at_100, sum.at_130,
             static_cast<double>(sum.pods) / sum.seconds);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print("bench_schedule_packing FOLDER [--learning]\n");
    return 0;
  }
  const bool learning = count > 2 && std::string_view(words[2]) == "--learning";
  for (const char* list : {"default", "cpu050", "gpushare40", "multigpu20", "gpuspec10"}) {
    report(words[1], list, learning);
  }
}
