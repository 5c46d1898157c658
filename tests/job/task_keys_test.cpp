// Keys of tasks: which go together, what each body needs, what outputs may be.
#include "support/catch.hpp"
#include "support/inner_graphs.hpp"
#include "support/pipelines.hpp"

#include <headway/job/validate.hpp>

using namespace headway;
using namespace pipelines;

namespace {

using Codes = std::vector<std::string>;

Codes codes_of(const Pipeline& pipeline) {
  Codes codes;
  for (const Diagnostic& finding : validate(pipeline)) codes.push_back(finding.code);
  return codes;
}

Codes codes_of(const Task& task) { return codes_of(of({task})); }

Task with_body(Body body) {
  Task task{.name = "a"};
  task.body = std::move(body);
  return task;
}

Task approval() { return with_body(ApprovalBody{.message = {"Ship it?", {}}}); }

Pipeline told(Notification notification) {
  Pipeline pipeline = of({command("a")});
  pipeline.notify = {std::move(notification)};
  return pipeline;
}

RetryRule rule_for(std::vector<std::string> causes) {
  RetryRule rule{.limit = 1};
  for (std::string& cause : causes) rule.causes.push_back({std::move(cause), {}});
  return rule;
}

Codes codes_of(RetryRules rules) {
  Task task = command("a");
  task.settings.retry = Setting<RetryRules>(std::move(rules));
  return codes_of(task);
}

constexpr Duration hour{3'600'000'000};

}  // namespace

TEST_CASE("a task fans out in one way") {
  CHECK(codes_of(with_map(with_matrix(command("a"), {{"x", {1, 2}}}), "[1]")) ==
        Codes{"conflicting-keys"});
}

TEST_CASE("max_parallel caps a map too") {
  Task task = with_map(command("a"), "[1, 2]");
  task.max_parallel = Spanned<std::uint32_t>{2, {}};
  CHECK(validate(of({task})).empty());
}

TEST_CASE("a map bears at most all of its elements") {
  Task task = with_map(command("a"), "[1, 2]");
  task.map->tolerate_failures = {100, true};
  CHECK(validate(of({task})).empty());
  task.map->tolerate_failures = {101, true};
  CHECK(codes_of(task) == Codes{"out-of-range"});
}

TEST_CASE("a callback goes with a session") {
  Task task = command("a");
  task.callback = Callback{.timeout = hour};
  CHECK(validate(of({task})).empty());
  task.callback = Callback{.timeout = {-1}};
  CHECK(codes_of(task) == Codes{"out-of-range"});
  Task waiting = with_body(WaitBody{.pause = hour});
  waiting.callback = Callback{};
  CHECK(codes_of(waiting) == Codes{"misplaced-key"});
}

TEST_CASE("only what has a session is tried again") {
  Task task = approval();
  task.settings.retry = RetryRules{{.limit = 1}};
  CHECK(codes_of(task) == Codes{"misplaced-key"});
  task.settings.retry = RetryRules{};
  CHECK(validate(of({task})).empty());
  task.settings.retry = RetryRules{{.limit = 1}};
  task.compensate = CommandBody{{{"undo", {}}}};  // whose retries they are
  CHECK(validate(of({task})).empty());
}

TEST_CASE("a fan-out without a body computes its outputs or does nothing") {
  Task join = with_map(Task{.name = "a"}, "[1, 2]");
  CHECK(codes_of(join) == Codes{"missing-body"});
  join = with_output(join, "n");
  CHECK(codes_of(join) == Codes{"missing-body"});
  join.outputs[0].value = Text{"${{ item }}", {}};
  CHECK(validate(of({join})).empty());
  join.max_parallel = Spanned<std::uint32_t>{1, {}};
  CHECK(codes_of(join) == Codes{"missing-body"});
}

TEST_CASE("what does nothing has nothing to undo") {
  Task task = approval();
  task.compensate = CommandBody{{{"undo", {}}}};
  CHECK(validate(of({task})).empty());
  task.body = WaitBody{.pause = hour};
  CHECK(codes_of(task) == Codes{"misplaced-key"});
  task.body = FailBody{.error = {"Done", {}}};
  CHECK(codes_of(task) == Codes{"misplaced-key"});
}

TEST_CASE("what undoes a task is checked like what does it") {
  Task task = command("a");
  task.compensate = ScriptBody{.text = {"undo ${{ job.id }}", {}}};
  CHECK(codes_of(task) == Codes{"interpolation-in-script"});
  task.compensate = CommandBody{};
  CHECK(codes_of(task) == Codes{"empty-command"});
}

TEST_CASE("a join may wait and compute and decide and nothing else") {
  Task join = with_output(Task{.name = "join"}, "x");
  join.outputs[0].value = Text{"${{ 1 + 1 }}", {}};
  CHECK(validate(of({join})).empty());
  join.settings.image = Setting<std::string>("python");
  CHECK(codes_of(join) == Codes{"missing-body"});
  Task decides = after({"a"}, Task{.name = "decides"}, EdgeCondition::completed);
  decides.when = Text{"tasks.a.state == 'succeeded'", {}};
  CHECK(validate(of({command("a"), decides})).empty());
}

TEST_CASE("values are computed by joins and paths are written by sessions") {
  Task task = with_output(command("a"), "x");
  task.outputs[0].value = Text{"${{ 1 }}", {}};
  CHECK(codes_of(task) == Codes{"misplaced-key"});
  task.outputs[0].path = Text{"x.json", {}};
  CHECK(codes_of(task) == Codes{"conflicting-keys"});
  Task asked = with_output(approval(), "x");
  asked.outputs[0].path = Text{"x.json", {}};
  CHECK(codes_of(asked) == Codes{"misplaced-key"});
}

TEST_CASE("a person types in small values") {
  const auto [type, fine] = GENERATE(table<std::string, bool>({{"int", true},
                                                               {"optional(string)", true},
                                                               {"json", true},
                                                               {"list(int)", false},
                                                               {"file", false}}));
  const Task task = with_output(approval(), "x", *parse_type(type));
  CHECK(codes_of(task) == (fine ? Codes{} : Codes{"wrong-type"}));
}

TEST_CASE("an approval by timeout leaves no output without a value") {
  Task task = with_output(approval(), "percent");
  auto& body = std::get<ApprovalBody>(task.body);
  body.on_timeout = ApprovalBody::OnTimeout::approve;
  CHECK(codes_of(task) == Codes{"misplaced-key", "unanswered-output"});
  body.timeout = hour;
  CHECK(codes_of(task) == Codes{"unanswered-output"});
  task.outputs[0].type = optional_of(Type{Type::Kind::integer});
  CHECK(validate(of({task})).empty());
}

TEST_CASE("an approval asks something of users who are named") {
  Task task = approval();
  std::get<ApprovalBody>(task.body).approvers = {{"${{ params.lead }}", {}}};
  CHECK(codes_of(of({task}, {param("lead", Type::Kind::string)})) ==
        Codes{"expression-not-allowed"});
  CHECK(codes_of(with_body(ApprovalBody{})) == Codes{"missing-key"});
}

TEST_CASE("a repeat has tasks and an end") {
  CHECK(validate(of({repeats("a", {command("b")}, "true")})).empty());
  CHECK(codes_of(repeats("a", {}, "true")) == Codes{"missing-body"});
  CHECK(codes_of(repeats("a", {command("b")}, "")) == Codes{"missing-key"});
  Task never = repeats("a", {command("b")}, "true");
  std::get<RepeatBody>(never.body).max_rounds = {0, {}};
  CHECK(codes_of(never) == Codes{"out-of-range"});
}

TEST_CASE("outputs declared beside a repeat are among those it gives") {
  const Task one = with_output(command("step"), "x");
  const Task tune = gives(repeats("tune", {one}, "true"), "x", "${{ tasks.step.outputs.x }}");
  CHECK(validate(of({with_output(tune, "x")})).empty());
  CHECK(codes_of(with_output(tune, "y")) == Codes{"unknown-output"});
  CHECK(codes_of(with_output(tune, "x", {Type::Kind::floating})) == Codes{"wrong-type"});
}

TEST_CASE("mistakes inside a repeat are told once with their place") {
  Task inner = after({"nobody"}, command("1st", {""}));
  const auto found = validate(of({repeats("tune", {inner, command("b")}, "true")}));
  INFO(render(found));
  REQUIRE(found.size() == 3);
  CHECK(found[0].path == "tasks.tune.repeat.tasks.1st");
  CHECK(found[1].path == "tasks.tune.repeat.tasks.1st.command");
  CHECK(found[2].path == "tasks.tune.repeat.tasks.1st.depends_on");
}

TEST_CASE("a cycle inside a repeat is told") {
  CHECK(codes_of(repeats("tune", {after({"b"}, command("a")), after({"a"}, command("b"))},
                         "true")) == Codes{"cycle"});
}

TEST_CASE("names of tasks are unique in the whole pipeline and told once") {
  Pipeline pipeline = of({command("a")});
  pipeline.on_failure = {command("a"), command("b")};
  pipeline.finally = {command("b")};
  CHECK(codes_of(pipeline) == Codes{"duplicate-name", "duplicate-name"});
}

TEST_CASE("a failure on purpose has a name") {
  CHECK(validate(of({with_body(FailBody{.error = {"NotReady", {}}})})).empty());
  CHECK(validate(of({with_body(FailBody{.error = {"${{ job.name }}", {}}})})).empty());
  CHECK(codes_of(with_body(FailBody{.error = {"not ready", {}}})) == Codes{"illegal-name"});
  CHECK(codes_of(with_body(FailBody{})) == Codes{"illegal-name"});
}

TEST_CASE("a wait has a duration") {
  CHECK(validate(of({with_body(WaitBody{.pause = hour})})).empty());
  CHECK(codes_of(with_body(WaitBody{})) == Codes{"out-of-range"});
}

TEST_CASE("settings of sessions go with tasks that have one") {
  Task task = approval();
  task.settings.timeout = Setting(Timeouts{.run = hour});
  CHECK(codes_of(task) == Codes{"misplaced-key"});
  task = with_env(with_resource(approval(), "cpu", {1000}), "A", "x");
  CHECK(codes_of(task) == Codes{"misplaced-key", "misplaced-key"});
  task.compensate = CommandBody{{{"undo", {}}}};
  CHECK(validate(of({task})).empty());
  task = approval();
  task.settings.allow_failure = Setting(true);
  CHECK(validate(of({task})).empty());
}

TEST_CASE("inputs go with sessions and config with a Python class") {
  Task task = repeats("tune", {command("b")}, "true");
  task.inputs = {{"x", {Value(1), {}}}};
  task.config = {{"y", {Value(1), {}}}};
  CHECK(codes_of(task) == Codes{"misplaced-key", "misplaced-key"});
}

TEST_CASE("causes of a retry are known words") {
  const auto [cause, fine] = GENERATE(table<std::string, bool>({{"oom_killed", true},
                                                                {"exit_code", true},
                                                                {"exit_code(137)", true},
                                                                {"exit_code(256)", false},
                                                                {"signal(9)", true},
                                                                {"signal(x)", false},
                                                                {"error(DataNotReady)", true},
                                                                {"exception(m.Error)", true},
                                                                {"error(not ready)", false},
                                                                {"oom_killed(1)", false},
                                                                {"oom", false},
                                                                {"exit_code(1", false},
                                                                {"timeout_deadline", false}}));
  CHECK(codes_of(RetryRules{rule_for({cause})}) == (fine ? Codes{} : Codes{"unknown-cause"}));
}

TEST_CASE("an unknown cause comes with likely ones") {
  Task task = command("a");
  task.settings.retry = Setting(RetryRules{rule_for({"oom_kiled"})});
  CHECK(validate(of({task}))[0].candidates == std::vector<std::string>{"oom_killed"});
}

TEST_CASE("a cause of broken bytes is told and no byte before it is read") {
  Task task = command("a");
  task.settings.retry = Setting(RetryRules{rule_for({std::string(100, '\x93')})});
  CHECK(validate(of({task}))[0].message == "\"…\" is no cause of a failure");
}

TEST_CASE("a retry rule that nothing reaches is warned about") {
  CHECK(codes_of({rule_for({"exit_code(1)"}), rule_for({"exit_code"}), rule_for({})}).empty());
  CHECK(codes_of({rule_for({}), rule_for({"exit_code(1)"})}) == Codes{"unreachable-rule"});
  CHECK(codes_of({rule_for({"exit_code"}), rule_for({"exit_code(1)"})}) ==
        Codes{"unreachable-rule"});
  CHECK(codes_of({rule_for({}), rule_for({"node_lost"})}).empty());
  CHECK(codes_of({rule_for({}), rule_for({})}) == Codes{"unreachable-rule"});
  Task task = command("a");
  task.settings.retry = Setting(RetryRules{rule_for({}), rule_for({})});
  CHECK_FALSE(validate(of({task})).has_errors());
}

TEST_CASE("mounts have a source and an absolute target") {
  const auto [mount, fine] = GENERATE(table<std::string, bool>({{"/data:/data", true},
                                                                {"/data:/data:ro", true},
                                                                {"data:/in:ro", true},
                                                                {"${{ job.id }}:/data", true},
                                                                {"${{ job.id }}", true},
                                                                {"/data:${{ job.id }}:ro", true},
                                                                {"/data", false},
                                                                {"/data:data", false},
                                                                {":/data", false},
                                                                {"/data:/data:rw", false}}));
  Task task = command("a");
  task.settings.mounts = Setting(std::vector<Text>{{mount, {}}});
  CHECK(codes_of(task) == (fine ? Codes{} : Codes{"bad-mount"}));
}

TEST_CASE("two mounts have two targets") {
  Task task = command("a");
  task.settings.mounts = Setting(std::vector<Text>{{"/a:/x", {}}, {"/b:/x:ro", {}}});
  CHECK(codes_of(task) == Codes{"duplicate-name"});
}

TEST_CASE("an image is one word and a cluster has a node") {
  Task task = command("a");
  task.settings.image = Setting<std::string>("python 3");
  task.settings.cluster_size = Setting<std::uint32_t>(0U);
  CHECK(codes_of(task) == Codes{"bad-image", "out-of-range"});
}

TEST_CASE("options of a backend are taken literally") {
  Task task = command("a");
  task.settings.session = Setting(SessionChoice{"slurm", {{"partition", "${{ params.p }}"}}});
  CHECK(codes_of(of({task}, {param("p", Type::Kind::string)})) == Codes{"expression-not-allowed"});
}

TEST_CASE("a notification has events and one address") {
  CHECK(validate(told({.events = {{"failed", {}}}, .webhook = {"https://x.example/hook", {}}}))
            .empty());
  CHECK(codes_of(told({.events = {{"fail", {}}}, .slack = {"http://x", {}}})) ==
        Codes{"unknown-event"});
  CHECK(codes_of(told({.events = {{"failed", {}}, {"failed", {}}}, .slack = {"http://x", {}}})) ==
        Codes{"duplicate-name"});
  CHECK(codes_of(told({.events = {{"failed", {}}}})) == Codes{"missing-key"});
  CHECK(codes_of(told({.events = {{"failed", {}}},
                       .slack = {"http://x", {}},
                       .webhook = {"http://y", {}}})) == Codes{"conflicting-keys"});
}

TEST_CASE("an address is a URL") {
  const auto [url, codes] = GENERATE(table<std::string, Codes>({
      {"https://ops.example/hook", {}},
      {"http://${{ params.host }}/hook", {}},
      {"${{ params.host }}", {}},
      {"ftp://ops.example", {"bad-url"}},
      {"ops.example/hook", {"bad-url"}},
      {"https://", {"bad-url"}},
      {"https:// x", {"bad-url"}},
  }));
  Pipeline pipeline = told({.events = {{"failed", {}}}, .webhook = {url, {}}});
  pipeline.params = {param("host", Type::Kind::string)};
  CHECK(codes_of(pipeline) == codes);
}
