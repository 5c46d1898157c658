// What `headway plan` is asked.
#include "cli/plan_arguments.hpp"

namespace headway::cli {

void add_plan_arguments(CLI::App* verb, PlanVerbOptions& options) {
  PlanVerbOptions& o = options;
  verb->add_option("FILE", o.file, "the pipeline file")->type_name("")->required();
  verb->add_option("-p,--param", o.params, "a parameter")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  verb->add_option("--params", o.params_files, "a JSON or YAML file of parameters")
      ->type_name("FILE")
      ->allow_extra_args(false);
  verb->add_option("--slots", o.slots, "what one machine has: cpu=8,mem=32Gi,gpu=2")
      ->type_name("SLOT=N,...");
  verb->add_option("--nodes", o.nodes, "a JSON or YAML file that lists several machines")
      ->type_name("FILE");
  verb->add_option("--durations", o.durations,
                   "a JSON or YAML file: instance or task to seconds (default: from earlier jobs)")
      ->type_name("FILE");
  verb->add_option("--policy", o.policy, "fifo and critical_path: what the scheduler would do")
      ->check(CLI::IsMember({"fifo", "critical_path", "planned"}))
      ->capture_default_str();
  verb->add_option("--budget-schedules", o.budget_schedules,
                   "how many schedules are tried (default: 5000, fewer of large jobs)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}).description(""));
  verb->add_option("--budget-time", o.budget_time, "how long schedules are tried, such as 10s")
      ->type_name("D");
  verb->add_option("--seed", o.seed, "of the search: equal seeds give equal plans")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--what-if", o.what_if, "compare capacities of a slot: gpu=1..8")
      ->type_name("SLOT=A..B");
  verb->add_option("--gantt", o.gantt, "draw the plan into this SVG file")->type_name("FILE");
}

}  // namespace headway::cli
