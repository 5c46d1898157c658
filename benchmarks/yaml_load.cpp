// Loading machine-made pipelines: yaml-cpp's bare event parse beside headway's reader, and JSON.
#include <headway/run/check.hpp>
#include <headway/yaml/load.hpp>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <sstream>
#include <string>

namespace {

/// Hears everything and keeps nothing: the least that reading YAML with yaml-cpp can cost.
class NoOne : public YAML::EventHandler {
  using Mark = YAML::Mark;
  using Anchor = YAML::anchor_t;
  using Style = YAML::EmitterStyle::value;
  void OnDocumentStart(const Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const Mark& /*mark*/, Anchor /*anchor*/) override {}
  void OnAlias(const Mark& /*mark*/, Anchor /*anchor*/) override {}
  void OnScalar(const Mark& /*mark*/, const std::string& /*tag*/, Anchor /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const Mark& /*mark*/, const std::string& /*tag*/, Anchor /*anchor*/,
                       Style /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const Mark& /*mark*/, const std::string& /*tag*/, Anchor /*anchor*/,
                  Style /*style*/) override {}
  void OnMapEnd() override {}
};

std::string yaml_text(int tasks) {
  std::string text = "headway: v1\nname: large\nparams:\n  source: data\n\ntasks:\n";
  for (int i = 0; i < tasks; ++i) {
    text += fmt::format("  task_{}:\n", i);
    if (i > 0) text += fmt::format("    depends_on: [task_{}]\n", i / 2);
    text += fmt::format(
        "    command: [python, train.py, --from, \"${{{{ params.source }}}}\", --shard, \"{}\"]\n"
        "    outputs: {{rows: int, model: {{type: file, path: model.bin}}}}\n"
        "    resources: {{cpu: 0.5, mem: 512Mi}}\n    env: {{SHARD: \"{}\", MODE: fast}}\n\n",
        i, i);
  }
  return text;
}

std::string json_text(int tasks) {
  std::string text =
      "{\n  \"headway\": \"v1\",\n  \"name\": \"large\",\n  \"params\": {\"source\": \"data\"},\n"
      "  \"tasks\": {\n";
  for (int i = 0; i < tasks; ++i) {
    text += fmt::format(
        "    \"task_{}\": {{\n      \"description\": \"one of many tasks, from machines for machines\",\n"
        "      \"depends_on\": [{}],\n"
        "      \"command\": [\"python\", \"train.py\", \"--from\", \"${{{{ params.source }}}}\", "
        "\"--shard\", \"{}\"],\n"
        "      \"outputs\": {{\"rows\": \"int\", \"model\": {{\"type\": \"file\", \"path\": "
        "\"model.bin\"}}}},\n"
        "      \"resources\": {{\"cpu\": 0.5, \"mem\": \"512Mi\"}},\n"
        "      \"env\": {{\"SHARD\": \"{}\", \"MODE\": \"fast\"}}\n    }}{}\n",
        i, i > 0 ? fmt::format("\"task_{}\"", i / 2) : "", i, i, i + 1 < tasks ? "," : "");
  }
  return text + "  }\n}\n";
}

template <class Work>
double seconds(const Work& work) {
  auto begin = std::clock();  // of this process: neighbours on the machine do not count
  work();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

void events_alone(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  NoOne no_one;
  parser.HandleNextDocument(no_one);
}

void load(const std::string& text, const std::string& name, int tasks) {
  auto loaded = headway::yaml::read(text, name);
  if (!loaded.diagnostics.empty()) fmt::print("{}", headway::render(loaded.diagnostics));
  if (loaded.pipeline.tasks.size() != static_cast<std::size_t>(tasks)) std::abort();
}

/// Read and validated, with one unknown param near the end, which is told at its place.
void check(const std::string& text, std::uint32_t line) {
  auto checked = headway::check(text, "large.json");
  if (checked.diagnostics.size() != 1 || checked.diagnostics[0].span.line != line) std::abort();
}

double speed(const std::string& text, double time) {
  return static_cast<double>(text.size()) / time / 1e6;
}

void compare_formats(int tasks, int rounds) {
  auto yaml = yaml_text(tasks);
  auto json = json_text(tasks);
  double bare = 1e9;
  double read = 1e9;
  double read_json = 1e9;
  for (int i = 0; i < rounds; ++i) {  // in turn, so that a busy machine slows all alike
    bare = std::min(bare, seconds([&] { events_alone(yaml); }));
    read = std::min(read, seconds([&] { load(yaml, "large.yaml", tasks); }));
    read_json = std::min(read_json, seconds([&] { load(json, "large.json", tasks); }));
  }
  fmt::print("{} tasks, best of {} rounds, processor time\n", tasks, rounds);
  fmt::print("yaml-cpp events alone  {:7.1f} ms  {:6.1f} MB/s\n", bare * 1e3, speed(yaml, bare));
  fmt::print("headway reads YAML     {:7.1f} ms  {:6.1f} MB/s  {:.3f} x events alone\n", read * 1e3,
             speed(yaml, read), read / bare);
  fmt::print("headway reads JSON     {:7.1f} ms  {:6.1f} MB/s\n", read_json * 1e3,
             speed(json, read_json));
}

void check_large(int tasks, int rounds) {
  auto json = json_text(tasks);
  const auto at = json.rfind("params.source");
  json.replace(at, 13, "params.sourse");
  const auto line = std::count(json.begin(), json.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  double time = 1e9;
  for (int i = 0; i < rounds; ++i) {
    time = std::min(time, seconds([&] { check(json, static_cast<std::uint32_t>(line + 1)); }));
  }
  fmt::print("\n{} tasks as JSON, {:.1f} MB, best of {} rounds, processor time\n", tasks,
             static_cast<double>(json.size()) / 1e6, rounds);
  fmt::print("read and validated     {:7.1f} ms  {:6.1f} MB/s\n", time * 1e3, speed(json, time));
}

}  // namespace

int main() {
  compare_formats(10'000, 7);
  check_large(100'000, 3);
}
