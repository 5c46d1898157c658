// Every key: one pipeline that uses all of them, from its file and from the builder.
#include "support/catch.hpp"
#include "support/files.hpp"

#include <headway/model/builder.hpp>
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

using namespace headway;
using namespace headway::testing;

namespace {

constexpr auto completed = EdgeCondition::completed;
constexpr auto succeeded_or_skipped = EdgeCondition::succeeded_or_skipped;

struct Params {
  ParamHandle<std::string> source;
  ParamHandle<std::vector<double>> rates;
  ParamHandle<std::string> target;
};

Params add_top(PipelineBuilder& p) {
  p.description("Every key of the pipeline file").label("team", "vision");
  auto source = p.param<std::string>("source");
  p.param<int>("epochs", 5).min(1).max(500).description("passes over the data");
  auto rates = p.param<std::vector<double>>("rates", {0.1, 0.01});
  p.param<double>("min_acc", 0.9);
  auto target = p.param<std::string>("stage", "dev").one_of({"dev", "prod"});
  p.secret("WANDB_KEY", "env:WANDB_KEY").secret("SLACK_URL", "file:~/.slack");
  p.defaults()
      .resources({.cpu = 1, .mem = 1_GiB})
      .env("LANG", "C")
      .retry(
          {.limit = 2, .backoff = {.initial = 2_s, .multiplier = 2, .max = 1_min, .jitter = 0.1}});
  p.limits({.max_parallel = 32, .slots = {{"db_connection", 2}}}).fail_fast().rollback();
  p.notify({.events = {"failed", "waiting"}, .slack = "${{ secrets.SLACK_URL }}"});
  p.notify({.events = {"succeeded"}, .webhook = "https://ops.example/hook"});
  return {source, rates, target};
}

TaskHandle add_preprocess(PipelineBuilder& p, const Params& params) {
  return p.task("preprocess")
      .description("Clean the rows")
      .command({"python", "prep.py", "--from", params.source})
      .sources({"prep.py"})
      .outputs({{"rows", "int"},
                {"shards", "list(string)", "shards.json"},
                {"clean", "directory"},
                {.name = "kind", .type = "enum", .values = {"small", "large"}}})
      .resources({.cpu = 4, .mem = 8_GiB, .slots = {{"db_connection", 1}}})
      .cache({.version = "2", .ignore = {"epochs"}, .max_age = 168_h, .serialize = true});
}

TaskHandle add_train(PipelineBuilder& p, const Params& params, const TaskHandle& preprocess) {
  return p.task("train")
      .depends_on(preprocess)
      .matrix({{"rate", params.rates}, {"arch", {"cnn", "mlp"}}})
      .exclude({{"arch", "mlp"}, {"rate", 0.1}})
      .include({{"arch", "rnn"}, {"rate", 0.5}})
      .max_parallel(2)
      .script("python train.py --rate \"$RATE\"", {"bash", "-c"})
      .unset("env.LANG")
      .env("RATE", "${{ matrix.rate }}")
      .secrets({"WANDB_KEY"})
      .resources({.cpu = 4, .mem = 16_GiB, .gpu = 0.5})
      .estimate(20_min)
      .priority(7)
      .timeout({.run = 2_h, .queue = 6_h, .deadline = 24_h, .heartbeat = 5_min})
      .retry_rules({{.limit = 2,
                     .causes = {"oom_killed", "exit_code(137)"},
                     .resources = {{"mem", "${{ 2 * resources.mem }}"}}},
                    {.limit = 20, .backoff = {.initial = 30_s}, .causes = {"error(DataNotReady)"}},
                    {.limit = 1}})
      .image("python:3.12")
      .mounts({"/data:/data:ro"})
      .workdir("training")
      .sandbox(Sandbox::bubblewrap)
      .session({.backend = "slurm", .options = {{"partition", "gpu"}}})
      .cluster(2)
      .checkpoint()
      .interruptible()
      .outputs({{"accuracy", "float"}, {"model", "file"}});
}

TaskHandle add_best(PipelineBuilder& p, const TaskHandle& train, const TaskHandle& score) {
  auto best = p.task("best")
                  .depends_on(train, completed)
                  .depends_on(score, completed)
                  .call("python:digits.select:PickBest")
                  .input("runs", "${{ tasks.train.instances }}")
                  .input("top", 3)
                  .config("metric", "accuracy")
                  .outputs({{"accuracy", "float"}, {"arch", "string"}});
  p.task("summary").depends_on(best).outputs(
      {{.name = "text", .type = "string", .value = best["arch"]}});
  return best;
}

TaskHandle add_tune(PipelineBuilder& p, const TaskHandle& best) {
  auto round = p.task("tune").depends_on(best).repeat(
      {.until = "outputs.accuracy >= params.min_acc", .max_rounds = 5, .delay = 10_s});
  auto tried = round.task("step")
                   .command({"python", "tune.py", "${{ round.index }}"})
                   .outputs({{"accuracy", "float"}});
  round.task("check").depends_on(tried).command({"python", "check.py"});
  return round.output("accuracy", tried["accuracy"]).whole();
}

TaskHandle add_approve(PipelineBuilder& p, const TaskHandle& tune) {
  auto approve = p.task("approve")
                     .depends_on(tune)
                     .when("params.stage == 'prod'")
                     .approval({.message = "Ship ${{ tasks.best.outputs.arch }}?",
                                .approvers = {"lead"},
                                .timeout = 48_h,
                                .on_timeout = ApprovalBody::OnTimeout::reject})
                     .outputs({{"percent", "int"}});
  auto cool_down = p.task("cool_down").depends_on(approve, succeeded_or_skipped).wait(30_s);
  p.task("until_night").depends_on(cool_down).wait_until("${{ params.source }}");
  return approve;
}

void add_deployment(PipelineBuilder& p, const Params& params, const TaskHandle& approve) {
  auto deploy = p.task("deploy")
                    .depends_on(approve, succeeded_or_skipped)
                    .pipeline(Pipeline{.name = "deploy"}, {{"stage", params.target}});
  auto generate = p.task("generate").command({"./generate.sh"}).outputs({{"made", "file"}});
  p.task("generated").pipeline({.from = generate["made"]});
  p.task("external_eval")
      .depends_on(deploy)
      .command({"./submit_eval.sh"})
      .callback(24_h)
      .compensate({.command = {"./withdraw_eval.sh"}})
      .outputs({{"ok", "bool"}});
  auto smoke = p.task("smoke").depends_on(deploy).command({"./smoke.sh"}).allow_failure();
  p.task("give_up").depends_on(smoke, EdgeCondition::failed).fail("SmokeFailed", "It smoked");
}

void add_ending(PipelineBuilder& p) {
  p.on_failure("triage").script("echo \"$STATE\"").env("STATE", "${{ job.state }}");
  auto cleanup = p.finally("cleanup").command({"./cleanup.sh"});
  p.finally("report").depends_on(cleanup).command({"./report.sh"});
}

Pipeline everything() {
  PipelineBuilder p("everything");
  const auto params = add_top(p);
  auto preprocess = add_preprocess(p, params);
  auto train = add_train(p, params, preprocess);
  auto score = p.task("score")
                   .map(preprocess["shards"], {.amount = 5, .percent = true})
                   .command({"python", "score.py", "${{ item }}"})
                   .outputs({{"score", "float"}});
  auto best = add_best(p, train, score);
  auto approve = add_approve(p, add_tune(p, best));
  add_deployment(p, params, approve);
  add_ending(p);
  p.output("accuracy", best["accuracy"]);
  return p.build();
}

Pipeline of_the_file() {
  return yaml::load(read_file(HEADWAY_TESTS_DIR "/golden/every_key.yaml"), "every_key.yaml");
}

}  // namespace

TEST_CASE("The builder makes the pipeline of a file that uses every key") {
  CHECK(yaml::save(everything()) == yaml::save(of_the_file()));
  CHECK(everything() == of_the_file());
}

TEST_CASE("A pipeline that uses every key is read back from its canonical text") {
  const auto text = yaml::save(everything());
  CHECK(yaml::load(text, "again.yaml") == everything());
  CHECK(yaml::save(yaml::load(text, "again.yaml")) == text);
}
