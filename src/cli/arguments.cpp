// The arguments of the program, by CLI11.
#include "cli/data_folder.hpp"
#include "cli/plan_arguments.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"
#include "cli/wrong_words.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/session/supervisor.hpp>
#include <headway/version.hpp>

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace headway::cli {

namespace {

/// A verb of the program, its options, and what is to be done once they are read.
class Arguments {
 public:
  Arguments() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "headway " HEADWAY_VERSION, "Print the version and exit");
    app_.failure_message(complaint);
    add_run();
    add_plan();
    add_resume();
    add_rerun();
    add_job_verbs();
    add_answers();
    add_file_verbs();
    add_conversions();
    add_machine_verbs();
    app_.footer("headway VERB --help says more about a verb.");
  }

  CLI::App& app() { return app_; }
  int act() { return action_(); }

 private:
  CLI::App* verb(const char* name, const char* what, std::function<int()> action) {
    CLI::App* added = app_.add_subcommand(name, what);
    added->callback([this, added, action = std::move(action)] {
      const auto found = stores_.find(added);
      StoreOptions* at = found == stores_.end() ? nullptr : found->second;
      action_ = [at, action] {
        if (at != nullptr) refuse_file(*at);
        return action();
      };
    });
    return added;
  }

  void add_store(CLI::App* verb, StoreOptions& at) {
    stores_.emplace(verb, &at);
    // CLI11 would set options of all verbs from a variable, also those that share `at` with this.
    const char* store = std::getenv("HEADWAY_STORE");
    if (store != nullptr && *store != '\0') at.store = store;
    verb->add_option("--store", at.store,
                     "the store's folder (default: $HEADWAY_STORE or .headway)")
        ->type_name("DIR");
    verb->add_option("--data", at.data,
                     "where attempts and artifacts lie, remembered (default: <store>/data)")
        ->type_name("DIR");
    verb->add_flag("--json", at.json, "print JSON");
  }

  void add_run() {
    RunOptions& o = run_;
    CLI::App* v = verb("run", "run a pipeline file", [&o] { return cli::run(o); });
    v->add_option("FILE", o.file, "the pipeline file")->type_name("")->required();
    v->add_option("-p,--param", o.params, "a parameter")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    v->add_option("--params", o.params_files, "a JSON or YAML file of parameters")
        ->type_name("FILE")
        ->allow_extra_args(false);
    v->add_option("--backend", o.backend, "where sessions run")->check(CLI::IsMember({"local"}));
    v->add_option("--slots", o.slots, "what this machine has: cpu=8,mem=32Gi,gpu=2")
        ->type_name("SLOT=N,...");
    v->add_option("--job-name", o.job_name, "the job's name (default: the pipeline's)")
        ->type_name("NAME");
    v->add_option("--policy", o.policy, "the order of what is ready (default: critical_path)")
        ->check(CLI::IsMember({"fifo", "critical_path", "planned"}));
    v->add_option("--durability", o.durability, "full: survives a power cut (default: full)")
        ->check(CLI::IsMember({"full", "relaxed"}));
    v->add_flag("--clean-env", o.clean_env, "give tasks nothing of this environment");
    v->add_flag("--no-cache", o.no_cache, "use no results of earlier jobs");
    v->add_flag("--dry-run", o.dry_run, "check everything and show what would run");
    add_later(v, "--only", Later::option);
    add_later(v, "--detach", Later::flag);
    add_later(v, "--on-engine-death", Later::option);
    add_store(v, o.at);
  }

  void add_plan() {
    PlanVerbOptions& o = plan_;
    CLI::App* v = verb("plan", "how long a pipeline would take, and what would be when and where",
                       [&o] { return cli::plan(o); });
    add_plan_arguments(v, o);
    add_store(v, o.at);
  }

  void add_resume() {
    ResumeOptions& o = resume_;
    CLI::App* v =
        verb("resume", "go on with a job where it stopped", [&o] { return cli::resume(o); });
    v->add_option("JOB", o.job, "an id, the beginning of one, a name, or last")
        ->type_name("")
        ->required();
    v->add_option("--slots", o.slots, "what this machine has, anew")->type_name("SLOT=N,...");
    v->add_option("--backend", backend_, "where sessions run, anew")
        ->check(CLI::IsMember({"local"}));
    add_later(v, "--take-over", Later::flag);
    add_store(v, o.at);
  }

  void add_rerun() {
    RerunVerbOptions& o = rerun_;
    CLI::App* v = verb("rerun", "a new job like one that has ended, which reuses what succeeded",
                       [&o] { return cli::rerun(o); });
    v->add_option("JOB", o.job, "an id, the beginning of one, a name, or last")
        ->type_name("")
        ->required();
    v->add_option("--from", o.from, "a task that works anew, with all that follows")
        ->type_name("TASK");
    v->add_option("--slots", o.slots, "what this machine has, anew")->type_name("SLOT=N,...");
    add_store(v, o.at);
  }

  void add_job_verbs() {
    const auto add = [this](const char* name, const char* what, int (*does)(const JobOptions&)) {
      CLI::App* v = verb(name, what, [this, does] { return does(job_); });
      v->add_option("JOB", job_.job, "an id, the beginning of one, a name, or last")
          ->type_name("")
          ->required();
      add_store(v, job_.at);
      return v;
    };
    add("status", "how a job stands", cli::status);
    add("events", "everything that happened to a job", cli::events);
    add_later(add("cancel", "end a job", cli::cancel), "--abandon", Later::flag);
    CLI::App* listed = verb("jobs", "the jobs of a store", [this] { return cli::jobs(store_); });
    add_store(listed, store_);
    ExplainOptions& e = explain_;
    CLI::App* explained = verb("explain", "why an instance waits, ran, was skipped or failed",
                               [&e] { return cli::explain(e); });
    explained->add_option("JOB", e.job, "an id, the beginning of one, a name, or last")
        ->type_name("")
        ->required();
    explained->add_option("INSTANCE", e.instance, "a task instance: train[rate=0.1]")
        ->type_name("")
        ->required();
    add_store(explained, e.at);
    LogsOptions& o = logs_;
    CLI::App* v = verb("logs", "what an instance wrote", [&o] { return cli::logs(o); });
    v->add_option("JOB", o.job, "an id, the beginning of one, a name, or last")
        ->type_name("")
        ->required();
    v->add_option("INSTANCE", o.instance, "a task instance: train[rate=0.1]")
        ->type_name("")
        ->required();
    v->add_option("--attempt", o.attempt, "which attempt (default: the last)")
        ->type_name("N")
        ->check(CLI::Range(1U, 1'000'000U).description(""));
    v->add_flag("--follow,-f", o.follow, "go on until the instance has ended");
    add_store(v, o.at);
  }

  void add_answers() {
    const auto add_outputs = [](CLI::App* v, std::vector<std::string>& outputs) {
      v->add_option("-o,--output", outputs, "an output the task declares")
          ->type_name("NAME=VALUE")
          ->allow_extra_args(false);
    };
    const auto add = [this](const char* name, const char* what, int (*does)(const AnswerOptions&)) {
      AnswerOptions& o = answer_;
      CLI::App* v = verb(name, what, [&o, does] { return does(o); });
      v->add_option("JOB", o.job, "an id, the beginning of one, a name, or last")
          ->type_name("")
          ->required();
      v->add_option("INSTANCE", o.instance, "the approval that waits")->type_name("")->required();
      v->add_option("--as", o.as, "who answers (default: the user)")->type_name("NAME");
      add_store(v, o.at);
      return v;
    };
    add_outputs(add("approve", "let a job that waits for a person go on", cli::approve),
                answer_.outputs);
    add("reject", "refuse what a job asks a person for", cli::reject);
    CallbackOptions& o = callback_;
    CLI::App* v = verb("callback", "bring the result of a task that waits for it",
                       [&o] { return cli::callback(o); });
    v->add_option("TOKEN", o.token, "what the task was given as $HEADWAY_CALLBACK_TOKEN")
        ->type_name("")
        ->required();
    add_outputs(v, o.outputs);
    add_store(v, o.at);
  }

  void add_file_verbs() {
    ValidateOptions& o = validate_;
    CLI::App* v = verb("validate", "find what is wrong with pipeline files",
                       [&o] { return cli::validate(o); });
    v->add_option("FILE", o.files, "pipeline files")->type_name("")->required();
    v->add_flag("--json", o.json, "print JSON");
    ShowOptions& s = show_;
    CLI::App* shown = verb("show", "draw a pipeline file or a job", [&s] { return cli::show(s); });
    shown->add_option("WHAT", s.what, "a pipeline file, or a job")->type_name("")->required();
    shown->add_option("--format", s.format, "text, svg or dot (default: by the ending of --out)")
        ->check(CLI::IsMember({"text", "svg", "dot"}));
    shown->add_option("-o,--out", s.out, "write to this file")->type_name("FILE");
    add_store(shown, s.at);
  }

  void add_conversions() {
    DiffOptions& d = diff_;
    CLI::App* v = verb("diff", "how two pipeline files differ", [&d] { return cli::diff(d); });
    v->add_option("A", d.before, "a pipeline file")->type_name("")->required();
    v->add_option("B", d.after, "another")->type_name("")->required();
    v->add_flag("--json", d.json, "print JSON");
    ImportOptions& i = import_;
    v = verb("import", "write a file of another tool as a pipeline file",
             [&i] { return import_file(i); });
    v->add_option("--from", i.from, "fasttrack, or recipe for a pipeline in JSON")
        ->required()
        ->check(CLI::IsMember({"fasttrack", "recipe"}));
    add_conversion(v, i);
    ExportOptions& e = export_;
    v = verb("export", "write a pipeline file for another tool", [&e] { return export_file(e); });
    v->add_option("--to", e.to, "fasttrack")->required()->check(CLI::IsMember({"fasttrack"}));
    add_conversion(v, e);
  }

  template <class Options>
  static void add_conversion(CLI::App* verb, Options& options) {
    verb->add_option("FILE", options.file, "the file")->type_name("")->required();
    verb->add_option("-o,--out", options.out, "write to this file")->type_name("FILE");
    verb->add_flag("--json", options.json, "print JSON");
  }

  void add_machine_verbs() {
    CLI::App* examined =
        verb("doctor", "what this machine offers", [this] { return cli::doctor(store_); });
    add_store(examined, store_);
    CLI::App* verified = verb("verify", "whether all that the store remembers is whole",
                              [this] { return cli::verify(store_); });
    add_store(verified, store_);
    verb("schema", "the JSON Schema of pipeline files, for editors", cli::schema);
    CLI::App* told =
        verb("version", "the program's version", [this] { return cli::version(json_); });
    told->add_flag("--json", json_, "print JSON");
    CLI::App* hidden = verb("supervise", "", [this] { return supervise(folder_); });
    hidden->add_option("FOLDER", folder_)->type_name("")->required();
    hidden->group("");
  }

  CLI::App app_{"headway runs machine-learning pipelines", "headway"};
  std::function<int()> action_;
  std::map<const CLI::App*, StoreOptions*> stores_;  // of the verbs that have one
  RunOptions run_;
  PlanVerbOptions plan_;
  ResumeOptions resume_;
  RerunVerbOptions rerun_;
  JobOptions job_;
  LogsOptions logs_;
  ExplainOptions explain_;
  AnswerOptions answer_;
  CallbackOptions callback_;
  StoreOptions store_;
  ValidateOptions validate_;
  ShowOptions show_;
  DiffOptions diff_;
  ImportOptions import_;
  ExportOptions export_;
  bool json_ = false;
  std::string backend_;  // there is one
  std::string folder_;
};

int act(Arguments& arguments) {
  try {
    const int code = arguments.act();
    if (code != done || !is_output_lost()) return code;
    complain("standard output cannot be written; what was printed is not complete");
    return world_failed;
  } catch (const InvalidPipeline& invalid) {
    return report(invalid.diagnostics());
  } catch (const UsageError& wrong) {
    complain(wrong.what());
    return invalid_input;
  } catch (const std::exception& failure) {
    complain(failure.what());
    return world_failed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (const auto wrong = verb_complaint(arguments.app(), argc > 1 ? argv[1] : "-");
      !wrong.empty()) {
    complain(wrong);
    say("see:  headway --help");
    return invalid_input;
  }
  try {
    arguments.app().parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return arguments.app().exit(wrong) == 0 ? done : invalid_input;
  }
  return act(arguments);
}

}  // namespace headway::cli
