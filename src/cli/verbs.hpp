// The verbs of the program: what each is asked, and the function that does it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace headway::cli {

/// The exit codes of every verb.
enum Exit : int {
  done = 0,
  job_failed = 1,
  different = 1,
  invalid_input = 2,
  world_failed = 3,
  interrupted = 130
};

/// Options that a verb on a store has.
struct StoreOptions {
  std::string store = ".headway";  // --store, $HEADWAY_STORE
  std::string data{};              // --data
  bool json = false;
};

/// The command line of `words` on the store of `at`, to be advised: `headway resume ID --store
/// DIR`.
std::string command_line(const std::string& words, const StoreOptions& at);

struct RunOptions {
  std::string file{};
  std::vector<std::string> params{};        // name=value
  std::vector<std::string> params_files{};  // JSON or YAML
  std::string slots{};                      // cpu=8,mem=32Gi
  std::string backend = "local";
  std::string job_name{};
  std::string policy{};      // empty: as the store's configuration says
  std::string durability{};  // empty: as the store's configuration says
  bool clean_env = false;
  bool no_cache = false;
  bool dry_run = false;
  StoreOptions at{};
};

struct PlanVerbOptions {
  std::string file{};
  std::vector<std::string> params{};        // name=value
  std::vector<std::string> params_files{};  // JSON or YAML
  std::string slots{};
  std::string nodes{};      // a file; excludes `slots`
  std::string durations{};  // a file
  std::string policy = "planned";
  std::uint64_t budget_schedules = 0;  // 0: as many as are made in seconds
  std::string budget_time{};           // a duration; empty: no limit
  std::uint64_t seed = 1;
  std::string what_if{};  // gpu=1..8
  std::string gantt{};    // a file
  StoreOptions at{};
};

struct ResumeOptions {
  std::string job{};
  std::string slots{};
  StoreOptions at{};
};

struct RerunVerbOptions {
  std::string job{};
  std::vector<std::string> from{};  // tasks that work anew
  std::string slots{};
  StoreOptions at{};
};

struct JobOptions {
  std::string job{};
  StoreOptions at{};
};

struct AnswerOptions {
  std::string job{};
  std::string instance{};
  std::vector<std::string> outputs{};  // name=value
  std::string as{};                    // who answers; empty: the user of this process
  StoreOptions at{};
};

struct CallbackOptions {
  std::string token{};
  std::vector<std::string> outputs{};  // name=value
  StoreOptions at{};
};

struct ExplainOptions {
  std::string job{};
  std::string instance{};
  StoreOptions at{};
};

struct LogsOptions {
  std::string job{};
  std::string instance{};
  std::uint32_t attempt = 0;
  bool follow = false;
  StoreOptions at{};
};

struct ValidateOptions {
  std::vector<std::string> files{};
  bool json = false;
};

struct ShowOptions {
  std::string what{};  // a file or a job
  std::string format{};
  std::string out{};
  StoreOptions at{};
};

struct ImportOptions {
  std::string file{};
  std::string from{};  // fasttrack, recipe
  std::string out{};
  bool json = false;
};

struct ExportOptions {
  std::string file{};
  std::string to{};  // fasttrack
  std::string out{};
  bool json = false;
};

struct DiffOptions {
  std::string before{};
  std::string after{};
  bool json = false;
};

int run(const RunOptions& options);
int plan(const PlanVerbOptions& options);
int resume(const ResumeOptions& options);
int rerun(const RerunVerbOptions& options);
int cancel(const JobOptions& options);
int approve(const AnswerOptions& options);
int reject(const AnswerOptions& options);
int callback(const CallbackOptions& options);
int validate(const ValidateOptions& options);
int show(const ShowOptions& options);
int diff(const DiffOptions& options);
int import_file(const ImportOptions& options);
int export_file(const ExportOptions& options);
int jobs(const StoreOptions& options);
int status(const JobOptions& options);
int explain(const ExplainOptions& options);
int logs(const LogsOptions& options);
int events(const JobOptions& options);
int doctor(const StoreOptions& options);
int verify(const StoreOptions& options);
int schema();
int version(bool json);

/// Reads the arguments and does the verb; its exit code. Throws nothing.
int main(int argc, char** argv);

}  // namespace headway::cli
