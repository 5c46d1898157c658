// The pipeline of pipeline.yaml, built and run from C++.
#include <headway/headway.hpp>

#include <fmt/core.h>

#include <string_view>

namespace hw = headway;
using namespace hw::literals;

hw::Pipeline digits() {
  hw::PipelineBuilder p("digits");
  p.description("Train, compare and check classifiers of handwritten digits");
  auto test_size = p.param<double>("test_size", 0.25).min(0.05).max(0.4);
  test_size.description("share of the images kept for evaluate");
  auto epochs = p.param<int>("epochs", 40).min(1).max(500);
  epochs.description("passes over the training images");
  auto rates = p.param<std::vector<double>>("rates", {0.1, 0.01, 0.001});
  rates.description("learning rates to compare");
  auto seed = p.param<int>("seed", 7);
  p.defaults().resources({.cpu = 1, .mem = 512_MiB});

  auto prepare = p.task("prepare");
  prepare.description("Scale the images and split them for train, best and evaluate");
  prepare.command({"python", "prepare.py", "--test-size", test_size, "--seed", seed});
  prepare.outputs({{"clean", "directory"}, {"images", "int"}});

  auto train = p.task("train").depends_on(prepare);
  train.description("One classifier for each rate and model");
  train.command({"python", "train.py", "--model", "${{ matrix.model }}", "--rate",
                 "${{ matrix.rate }}", "--epochs", epochs, "--seed", seed});
  train.outputs({{"model", "file", "model.joblib"}, {"label", "string"}, {"accuracy", "float"}});
  train.matrix({{"rate", rates}, {"model", {"linear", "mlp"}}});
  train.estimate(3_s);

  auto best = p.task("best").depends_on(train);
  best.description("Keep the classifier that did best on images it had not seen");
  best.command({"python", "best.py"});
  best.input("labels", train["label"]).input("accuracies", train["accuracy"]);
  best.outputs({{"model", "file", "model.joblib"}, {"label", "string"}});
  best.resources({.cpu = 0.5, .mem = 128_MiB});

  auto evaluate = p.task("evaluate").depends_on({best, prepare});
  evaluate.description("Measure it on the images kept apart; the first attempt fails on purpose");
  evaluate.command({"python", "evaluate.py"});
  evaluate.outputs({{"accuracy", "float"}, {"confusion", "json"}});
  evaluate.retry({.limit = 2, .backoff = {.initial = 1_s}});

  auto report = p.task("report").depends_on(evaluate);
  report.description("The confusion matrix as a picture, the result in words");
  report.command({"python", "report.py"});
  report.input("label", best["label"]);
  report.input("accuracy", evaluate["accuracy"]).input("confusion", evaluate["confusion"]);
  report.outputs({{"picture", "file", "confusion.png"}, {"summary", "file", "report.md"}});

  hw::Pipeline pipeline =
      p.build(evaluate["accuracy"], best["label"], best["model"], report["picture"]);
  pipeline.folder = DIGITS_FOLDER;  // where the scripts are
  return pipeline;
}

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--yaml") {
    fmt::print("{}", hw::yaml::save(digits()));
    return 0;
  }
  hw::SqliteStore store("./.headway");
  hw::LocalBackend local;
  hw::Executor executor(store, local);
  auto job = executor.start(digits());
  const hw::JobState state = job.wait();
  fmt::print("{}", hw::text(job.status()));
  if (state != hw::JobState::succeeded) return 1;
  fmt::print("\naccuracy: {}\n", hw::to_json(job.outputs().at("accuracy")));
}
