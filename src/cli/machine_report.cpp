// A survey in lines and in JSON.
#include "cli/machine_report.hpp"

#include "cli/report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headway::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const std::vector<Bound>& bounds, const char* slot) {
  std::string line;
  for (const Bound& bound : bounds) {
    if (!line.empty()) line += ", ";
    line += bound.by + ' ' + to_string(bound.most, unit_of(slot));
    if (!bound.where.empty()) line += " (" + printable(bound.where) + ')';
  }
  return line;
}

std::string memory_text(const Gpu& gpu) {
  return gpu.memory > 0 ? to_string(Quantity{gpu.memory}, Unit::byte) : "unknown";
}

/// `absent`, a version, or why a driver that is there is of no use.
std::string driver_text(const GpuSurvey& gpus) {
  if (gpus.problem.empty()) return gpus.driver.empty() ? "absent" : gpus.driver;
  return (gpus.driver.empty() ? "" : gpus.driver + ", ") + "of no use: " + gpus.problem;
}

void add_devices(std::vector<std::string>& lines, const GpuSurvey& gpus) {
  std::size_t widest = 0;
  for (const Gpu& gpu : gpus.devices) widest = std::max(widest, memory_text(gpu).size());
  for (const Gpu& gpu : gpus.devices) {
    const std::string memory = memory_text(gpu);
    lines.push_back("    " + printable(gpu.uuid) + std::string(2 + widest - memory.size(), ' ') +
                    memory + "  " + printable(gpu.name));
  }
  for (const auto& [device, reason] : gpus.withheld) {
    lines.push_back("    " + printable(device) + "  withheld: " + printable(reason));
  }
}

Json json_of(const std::vector<Bound>& bounds, const char* slot) {
  Json json = Json::array();
  for (const Bound& bound : bounds) {
    json.push_back({{"by", bound.by}, {"most", to_string(bound.most, unit_of(slot))}});
    if (!bound.where.empty()) json.back()["where"] = bound.where;
  }
  return json;
}

Json json_of(const Gpu& gpu) {
  Json json{{"uuid", gpu.uuid}, {"name", gpu.name}, {"index", gpu.index}};
  if (gpu.memory > 0) json["mem"] = to_string(Quantity{gpu.memory}, Unit::byte);
  if (!gpu.instance_of.empty()) json["instance_of"] = gpu.instance_of;
  return json;
}

}  // namespace

std::vector<std::string> lines_of(const Survey& found) {
  std::vector<std::string> lines{"  cpu: " + text(found.cpu, "cpu"),
                                 "  mem: " + text(found.mem, "mem"),
                                 "  NVIDIA driver: " + printable(driver_text(found.gpus))};
  add_devices(lines, found.gpus);
  if (!found.gpus.mps.empty()) lines.push_back("  MPS: " + printable(found.gpus.mps));
  return lines;
}

void add_to(Json& json, const Survey& found) {
  json["bounds"] = {{"cpu", json_of(found.cpu, "cpu")}, {"mem", json_of(found.mem, "mem")}};
  json["driver"] = found.gpus.driver.empty() ? "absent" : found.gpus.driver;
  if (!found.gpus.problem.empty()) {
    if (found.gpus.driver.empty()) json["driver"] = "unusable";
    json["driver_problem"] = found.gpus.problem;
  }
  json["gpus"] = Json::array();
  for (const Gpu& gpu : found.gpus.devices) json["gpus"].push_back(json_of(gpu));
  json["withheld"] = Json::array();
  for (const auto& [device, reason] : found.gpus.withheld) {
    json["withheld"].push_back({{"device", device}, {"reason", reason}});
  }
  if (!found.gpus.mps.empty()) json["mps"] = found.gpus.mps;
}

}  // namespace headway::cli
