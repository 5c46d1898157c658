// Pipeline jobs: edges, instances and their names.
#include "support/catch.hpp"
#include "support/pipelines.hpp"

#include <headway/job/pipeline_job.hpp>

#include <memory>

using namespace headway;
using namespace pipelines;

namespace {

/// `prep`, then `train` with `width` combinations of one axis.
PipelineJob job_with_fan_out(std::uint32_t width) {
  PipelineJobParts parts;
  parts.pipeline = std::make_shared<Pipeline>(of({command("prep"), command("train")}));
  parts.tasks.resize(2);
  parts.tasks[1].count = width;
  parts.grids.resize(2);
  parts.grids[1].axes = {"x"};
  parts.grids[1].values.resize(1);
  parts.grids[1].texts.resize(1);
  for (std::uint32_t i = 0; i < width; ++i) {
    parts.grids[1].values[0].emplace_back(static_cast<int>(i));
    parts.grids[1].texts[0].push_back(std::to_string(i));
    parts.grids[1].choices.push_back(i);
  }
  return PipelineJob(std::move(parts));
}

}  // namespace

TEST_CASE("instances of a task are consecutive and know their task") {
  const PipelineJob job = job_with_fan_out(3);
  CHECK(job.instance_count() == 4);
  CHECK(job.task({1}).first == InstanceId{1});
  CHECK(job.task_of({0}) == TaskId{0});
  CHECK(job.task_of({3}) == TaskId{1});
}

TEST_CASE("every instance is found by its name") {
  const PipelineJob job = job_with_fan_out(10'000);
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < job.instance_count(); ++i) {
    found += job.find_instance(job.instance_name({i})) == InstanceId{i} ? 1U : 0U;
  }
  CHECK(found == job.instance_count());
}

TEST_CASE("no two instances have one name whatever texts the axes hold") {
  PipelineJobParts parts;
  parts.pipeline = std::make_shared<Pipeline>(of({command("ask")}));
  parts.tasks.resize(1);
  parts.tasks[0].count = 2;
  const auto text = [](const char* value) { return detail::axis_text(Value(value)); };
  parts.grids = {{.axes = {"x", "y"},
                  .values = {{"1,y=2", "1"}, {"3", "2,y=3"}},
                  .texts = {{text("1,y=2"), text("1")}, {text("3"), text("2,y=3")}},
                  .choices = {0, 0, 1, 1}}};
  const PipelineJob job(std::move(parts));
  CHECK(job.instance_name({0}) == R"(ask[x="1,y=2",y=3])");
  CHECK(job.instance_name({1}) == R"(ask[x=1,y="2,y=3"])");
  CHECK(job.find_instance(job.instance_name({1})) == InstanceId{1});
}

TEST_CASE("a fan-out as a whole and a wrong value are no instances") {
  const PipelineJob job = job_with_fan_out(2);
  CHECK_FALSE(job.find_instance("train"));
  CHECK_FALSE(job.find_instance("train[x=2]"));
  CHECK_FALSE(job.find_instance(""));
  CHECK(job.find_task("train") == TaskId{1});
  CHECK_FALSE(job.find_task("train[x=1]"));
}

TEST_CASE("the values of an instance are known by axis") {
  const PipelineJob job = job_with_fan_out(2);
  CHECK(job.matrix_of({2}) == Values{{"x", 1}});
  CHECK(job.matrix_of({0}).empty());
}

//   0 -> 1, 0 -> 2
TEST_CASE("a job of numbers only has edges and numbers for names") {
  PipelineJobParts parts;
  parts.tasks.resize(3);
  parts.dependent_rows = {0, 2, 2, 2};
  parts.dependents = {{TaskId{1}}, {TaskId{2}, EdgeCondition::failed}};
  parts.predecessor_rows = {0, 0, 1, 2};
  parts.predecessors = {{TaskId{0}}, {TaskId{0}, EdgeCondition::failed}};
  const PipelineJob job(std::move(parts));
  CHECK(job.dependents({0}).size() == 2);
  CHECK(job.predecessors({2})[0].condition == EdgeCondition::failed);
  CHECK(job.instance_name({2}) == "2");
  CHECK_FALSE(job.find_task("2"));
}
