// The arguments of the program, by CLI11: the only file that knows it.
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/error.hpp>
#include <headway/session/supervisor.hpp>

#include <CLI/CLI.hpp>

#include <functional>
#include <stdexcept>
#include <utility>

namespace headway::cli {

namespace {

/// A verb of the program, its options, and what is to be done once they are read.
class Arguments {
 public:
  Arguments() {
    app_.require_subcommand(1);
    app_.failure_message(CLI::FailureMessage::help);
    add_run();
    add_resume();
    add_job_verbs();
    add_file_verbs();
    add_machine_verbs();
  }

  CLI::App& app() { return app_; }
  int act() { return action_(); }

 private:
  CLI::App* verb(const char* name, const char* what, std::function<int()> action) {
    CLI::App* added = app_.add_subcommand(name, what);
    added->callback([this, action = std::move(action)] { action_ = action; });
    return added;
  }

  static void add_store(CLI::App* verb, StoreOptions& at) {
    verb->add_option("--store", at.store, "the store's folder")
        ->envname("HEADWAY_STORE")
        ->capture_default_str();
    verb->add_option("--data", at.data, "where attempts and artifacts lie (default: <store>/data)");
    verb->add_flag("--json", at.json, "print JSON");
  }

  /// Options of the reference that come later: named, and refused by name.
  static void add_later(CLI::App* verb, const char* name, bool flag) {
    const auto refuse = [name](const auto&...) -> std::string {
      return std::string(name) + " is not supported yet";
    };
    if (flag) {
      verb->add_flag(name,
                     [name](std::int64_t) {
                       throw CLI::ValidationError(std::string(name) + " is not supported yet");
                     })
          ->group("");
    } else {
      verb->add_option(name)->check(CLI::Validator(refuse, ""))->group("");
    }
  }

  void add_run() {
    RunOptions& o = run_;
    CLI::App* v = verb("run", "run a pipeline file", [&o] { return cli::run(o); });
    v->add_option("FILE", o.file, "the pipeline file")->required();
    v->add_option("-p,--param", o.params, "a parameter: name=value")->allow_extra_args(false);
    v->add_option("--params", o.params_files, "a JSON or YAML file of parameters")
        ->allow_extra_args(false);
    v->add_option("--backend", o.backend, "where sessions run")->check(CLI::IsMember({"local"}));
    v->add_option("--slots", o.slots, "what this machine has: cpu=8,mem=32Gi,gpu=2");
    v->add_option("--job-name", o.job_name, "the job's name (default: the pipeline's)");
    v->add_option("--policy", o.policy, "the order of what is ready")
        ->check(CLI::IsMember({"fifo", "critical_path"}))
        ->capture_default_str();
    v->add_option("--durability", o.durability, "full: survives a power cut")
        ->check(CLI::IsMember({"full", "relaxed"}))
        ->capture_default_str();
    v->add_flag("--clean-env", o.clean_env, "give tasks nothing of this environment");
    v->add_flag("--dry-run", o.dry_run, "check everything and show what would run");
    add_later(v, "--only", false);
    add_later(v, "--no-cache", true);
    add_later(v, "--detach", true);
    add_later(v, "--on-engine-death", false);
    add_store(v, o.at);
  }

  void add_resume() {
    ResumeOptions& o = resume_;
    CLI::App* v =
        verb("resume", "go on with a job where it stopped", [&o] { return cli::resume(o); });
    v->add_option("JOB", o.job, "an id, the beginning of one, a name, or last")->required();
    v->add_option("--slots", o.slots, "what this machine has, anew");
    add_later(v, "--backend", false);
    add_later(v, "--take-over", true);
    add_store(v, o.at);
  }

  void add_job_verbs() {
    const auto add = [this](const char* name, const char* what, int (*does)(const JobOptions&)) {
      CLI::App* v = verb(name, what, [this, does] { return does(job_); });
      v->add_option("JOB", job_.job, "an id, the beginning of one, a name, or last")->required();
      add_store(v, job_.at);
      return v;
    };
    add("status", "how a job stands", cli::status);
    add("events", "everything that happened to a job", cli::events);
    add_later(add("cancel", "end a job", cli::cancel), "--abandon", true);
    CLI::App* listed = verb("jobs", "the jobs of a store", [this] { return cli::jobs(store_); });
    add_store(listed, store_);
    LogsOptions& o = logs_;
    CLI::App* v = verb("logs", "what an instance wrote", [&o] { return cli::logs(o); });
    v->add_option("JOB", o.job, "an id, the beginning of one, a name, or last")->required();
    v->add_option("INSTANCE", o.instance, "a task instance: train[rate=0.1]")->required();
    v->add_option("--attempt", o.attempt, "which attempt (default: the last)");
    v->add_flag("--follow,-f", o.follow, "go on until the instance has ended");
    add_store(v, o.at);
  }

  void add_file_verbs() {
    ValidateOptions& o = validate_;
    CLI::App* v = verb("validate", "find what is wrong with pipeline files",
                       [&o] { return cli::validate(o); });
    v->add_option("FILE", o.files, "pipeline files")->required();
    v->add_flag("--json", o.json, "print JSON");
    ShowOptions& s = show_;
    CLI::App* shown = verb("show", "draw a pipeline file or a job", [&s] { return cli::show(s); });
    shown->add_option("WHAT", s.what, "a pipeline file, or a job")->required();
    shown->add_option("--format", s.format, "text, svg or dot (default: by the ending of --out)")
        ->check(CLI::IsMember({"text", "svg", "dot"}));
    shown->add_option("-o,--out", s.out, "write to this file");
    add_store(shown, s.at);
  }

  void add_machine_verbs() {
    CLI::App* examined =
        verb("doctor", "what this machine offers", [this] { return cli::doctor(store_); });
    add_store(examined, store_);
    CLI::App* told =
        verb("version", "the program's version", [this] { return cli::version(json_); });
    told->add_flag("--json", json_, "print JSON");
    CLI::App* hidden = verb("supervise", "", [this] { return supervise(folder_); });
    hidden->add_option("FOLDER", folder_)->required();
    hidden->group("");
  }

  CLI::App app_{"headway runs machine-learning pipelines", "headway"};
  std::function<int()> action_;
  RunOptions run_;
  ResumeOptions resume_;
  JobOptions job_;
  LogsOptions logs_;
  StoreOptions store_;
  ValidateOptions validate_;
  ShowOptions show_;
  bool json_ = false;
  std::string folder_;
};

int act(Arguments& arguments) {
  try {
    return arguments.act();
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
  try {
    arguments.app().parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return arguments.app().exit(wrong) == 0 ? done : invalid_input;
  }
  return act(arguments);
}

}  // namespace headway::cli
