// Pipelines inside of pipelines: from files, to texts, and back without the files.
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/yaml/children.hpp>
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

#include <filesystem>
#include <string>

using namespace headway;

namespace {

/// A pipeline whose tasks are the pipelines at these paths.
std::string starting(const std::vector<std::string>& paths) {
  std::string text = "headway: v1\ntasks:\n";
  for (const auto& path : paths) {
    auto name = "t" + std::to_string(&path - paths.data());
    text += "  " + name + ": {pipeline: {path: \"" + path + "\"}}\n";
  }
  return text;
}

const std::string leaf = "headway: v1\ntasks: {work: {command: [x]}}\n";

const std::shared_ptr<const Pipeline>& child(const Pipeline& pipeline, std::size_t task = 0) {
  return std::get<PipelineBody>(pipeline.tasks.at(task).body).loaded;
}

std::vector<std::string> codes(const Diagnostics& found) {
  std::vector<std::string> result;
  for (const auto& finding : found) result.push_back(finding.code);
  return result;
}

using Codes = std::vector<std::string>;

/// A folder with files in it.
struct Files {
  testing::TemporaryFolder folder;

  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories(
        std::filesystem::path(folder.path() + '/' + path).parent_path());
    testing::write_file(folder / path, text);
  }
  [[nodiscard]] Loaded read(const std::string& path) const {
    return yaml::read_file(folder / path);
  }
};

}  // namespace

TEST_CASE("a path that is no text leads to no file") {
  const Files folder;
  folder.write("p.yaml", "headway: v1\ntasks: {t: {pipeline: {path: [a.yaml]}}}\n");
  const auto found = folder.read("p.yaml").diagnostics;
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "wrong-type");
}

TEST_CASE("a path begins at the folder of the file it stands in") {
  Files files;
  files.write("main.yaml", starting({"parts/a.yaml"}));
  files.write("parts/a.yaml", starting({"../b.yaml", "deep/c.yaml"}));
  files.write("b.yaml", leaf);
  files.write("parts/deep/c.yaml", leaf);
  auto loaded = files.read("main.yaml");
  CHECK(loaded.diagnostics.empty());
  const auto& a = *child(loaded.pipeline);
  CHECK(a.folder == files.folder / "parts");
  CHECK(child(a, 0)->name == "b");
  CHECK(child(a, 1)->folder == files.folder / "parts/deep");
}

TEST_CASE("pipelines within rounds and at the end of a job are read as well") {
  Files files;
  files.write("leaf.yaml", leaf);
  files.write("main.yaml",
              "headway: v1\ntasks:\n  r:\n    repeat:\n      until: true\n      max_rounds: 1\n"
              "      tasks: {inner: {pipeline: {path: leaf.yaml}}}\n"
              "on_failure: {a: {pipeline: {path: leaf.yaml}}}\n"
              "finally: {b: {pipeline: {path: leaf.yaml}}}\n");
  auto pipeline = files.read("main.yaml").pipeline;
  const auto& repeat = std::get<RepeatBody>(pipeline.tasks.at(0).body);
  CHECK(std::get<PipelineBody>(repeat.tasks.at(0).body).loaded);
  CHECK(std::get<PipelineBody>(pipeline.on_failure.at(0).body).loaded);
  CHECK(std::get<PipelineBody>(pipeline.finally.at(0).body).loaded);
}

TEST_CASE("a child that is not there is told at its path") {
  Files files;
  files.write("main.yaml", starting({"none.yaml"}));
  auto found = files.read("main.yaml").diagnostics;
  REQUIRE(codes(found) == Codes{"unreadable-file"});
  CHECK(found[0].span.line == 3);
  CHECK(found[0].span.column == 25);
  CHECK(found[0].path == "tasks.t0.pipeline.path");
  CHECK(found[0].message.find("none.yaml") != std::string::npos);
}

TEST_CASE("what is wrong with a child is told in its own file and once") {
  Files files;
  files.write("main.yaml", starting({"a.yaml", "./a.yaml"}));
  files.write("a.yaml", "headway: v1\ntasks: {t: {comand: [x]}}\n");
  auto loaded = files.read("main.yaml");
  REQUIRE(codes(loaded.diagnostics) == Codes{"unknown-key"});
  CHECK(loaded.diagnostics[0].span.source->name == files.folder / "a.yaml");
  CHECK(child(loaded.pipeline) == nullptr);
  CHECK_THROWS_AS(yaml::load_file(files.folder / "main.yaml"), InvalidPipeline);
}

TEST_CASE("no pipeline lies inside of itself") {
  Files files;
  files.write("main.yaml", starting({"a.yaml"}));
  files.write("a.yaml", starting({"b.yaml"}));
  files.write("b.yaml", starting({"a.yaml"}));
  auto found = files.read("main.yaml").diagnostics;
  REQUIRE(codes(found) == Codes{"pipeline-inside-itself"});
  CHECK(found[0].span.source->name == files.folder / "b.yaml");
  files.write("self.yaml", starting({"self.yaml"}));
  CHECK(codes(files.read("self.yaml").diagnostics) == Codes{"pipeline-inside-itself"});
}

TEST_CASE("a link does not hide that a pipeline lies inside of itself") {
  Files files;
  files.write("main.yaml", starting({"again/main.yaml"}));
  std::filesystem::create_directory_symlink(".", files.folder / "again");
  CHECK(codes(files.read("main.yaml").diagnostics) == Codes{"pipeline-inside-itself"});
}

TEST_CASE("sixteen levels of pipelines are enough") {
  Files files;
  for (int i = 0; i < 17; ++i) {
    files.write("p" + std::to_string(i) + ".yaml",
                starting({"p" + std::to_string(i + 1) + ".yaml"}));
  }
  files.write("p17.yaml", leaf);
  CHECK(files.read("p1.yaml").diagnostics.empty());
  CHECK(codes(files.read("p0.yaml").diagnostics) == Codes{"too-deep"});
}

TEST_CASE("levels count on every way to a pipeline that is read once") {
  Files files;
  for (int i = 1; i < 16; ++i) {
    files.write("p" + std::to_string(i) + ".yaml",
                starting({"p" + std::to_string(i + 1) + ".yaml"}));
  }
  files.write("p16.yaml", leaf);
  files.write("main.yaml", starting({"p1.yaml", "detour.yaml"}));
  CHECK(codes(files.read("main.yaml").diagnostics) == Codes{"unreadable-file"});
  files.write("detour.yaml", starting({"p1.yaml"}));
  CHECK(codes(files.read("main.yaml").diagnostics) == Codes{"too-deep"});
}

TEST_CASE("each file is read once however many tasks start it") {
  Files files;
  for (int i = 0; i < 15; ++i) {
    auto next = "p" + std::to_string(i + 1) + ".yaml";
    files.write("p" + std::to_string(i) + ".yaml", starting({next, next}));
  }
  files.write("p15.yaml", leaf);
  auto pipeline = yaml::load_file(files.folder / "p0.yaml");
  CHECK(child(pipeline, 0) == child(pipeline, 1));
  CHECK(yaml::child_texts(pipeline).size() == 15);
}

TEST_CASE("a text alone reads no files") {
  auto pipeline = yaml::load(starting({"none.yaml"}), "main.yaml");
  CHECK(child(pipeline) == nullptr);
  CHECK(yaml::child_texts(pipeline).empty());
}

TEST_CASE("a path with an expression is not read") {
  Files files;
  files.write("main.yaml", starting({"${{ params.x }}.yaml"}));
  CHECK(files.read("main.yaml").diagnostics.empty());
}

TEST_CASE("children are kept as texts and attached without their files") {
  Files files;
  files.write("main.yaml", starting({"./parts/a.yaml", "parts/../leaf.yaml"}));
  files.write("parts/a.yaml", starting({"../leaf.yaml"}));
  files.write("leaf.yaml", leaf);
  auto read = yaml::load_file(files.folder / "main.yaml");
  auto texts = yaml::child_texts(read);
  CHECK(texts.size() == 2);
  CHECK(texts.at("leaf.yaml") == yaml::save(yaml::load(leaf, "leaf.yaml")));

  auto again = yaml::load(yaml::save(read), "main.yaml");
  again.folder = "/elsewhere";
  yaml::attach_children(again, texts);
  CHECK(*child(again) == *child(read));
  CHECK(child(again)->folder == "/elsewhere/parts");
  CHECK(*child(*child(again)) == *child(*child(read)));
  CHECK(child(again, 1)->folder == "/elsewhere");
  CHECK(yaml::child_texts(again) == texts);
}

// main ──> mid.json ──> inner.json
TEST_CASE("texts that are kept are canonical whatever the names of their files") {
  Files files;
  files.write("main.yaml", starting({"mid.json"}));
  files.write("mid.json",
              R"({"headway": "v1", "tasks": {"t0": {"pipeline": {"path": "inner.json"}}}})");
  files.write("inner.json", R"({"headway": "v1", "tasks": {"work": {"command": ["x"]}}})");
  auto read = yaml::load_file(files.folder / "main.yaml");
  auto again = yaml::load(yaml::save(read), "main.yaml");
  yaml::attach_children(again, yaml::child_texts(read));
  CHECK(*child(*child(again)) == *child(*child(read)));
}

TEST_CASE("what no text is kept of stays as it is") {
  auto pipeline = yaml::load(starting({"a.yaml", "b.yaml"}), "main.yaml");
  yaml::attach_children(pipeline, {{"b.yaml", leaf}});
  CHECK(child(pipeline, 0) == nullptr);
  CHECK(child(pipeline, 1));
}

TEST_CASE("texts that are no pipelines or hold each other are refused") {
  auto pipeline = yaml::load(starting({"a.yaml"}), "main.yaml");
  CHECK_THROWS_AS(yaml::attach_children(pipeline, {{"a.yaml", "headway: v2\n"}}), InvalidPipeline);
  CHECK_THROWS_AS(yaml::attach_children(pipeline, {{"a.yaml", starting({"a.yaml"})}}),
                  InvalidPipeline);
}

TEST_CASE("two different pipelines at one path cannot be kept") {
  auto pipeline = yaml::load(starting({"a.yaml", "a.yaml"}), "main.yaml");
  auto attach = [&](std::size_t task, const std::string& description) {
    Pipeline inner = yaml::load(leaf, "a.yaml");
    inner.description = description;
    std::get<PipelineBody>(pipeline.tasks.at(task).body).loaded =
        std::make_shared<const Pipeline>(std::move(inner));
  };
  attach(0, "one");
  attach(1, "one");
  CHECK(yaml::child_texts(pipeline).size() == 1);
  attach(1, "another");
  CHECK_THROWS_AS(yaml::child_texts(pipeline), InvalidPipeline);
}
