// headway plan: how long a pipeline would take, and what would be when and where.
#include "cli/deadline.hpp"
#include "cli/engine_session.hpp"
#include "cli/pipeline_file.hpp"
#include "cli/plan_report.hpp"
#include "cli/planning_files.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/history.hpp>
#include <headway/session/inventory.hpp>

#include <algorithm>
#include <numeric>
#include <optional>
#include <thread>

namespace headway::cli {

namespace {

/// `gpu=1..8`.
struct Question {
  std::string slot{};
  Quantity first{};
  Quantity last{};
};

std::optional<Question> parse_question(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t equals = text.find('=');
  const std::size_t dots = text.find("..");
  Question asked{.slot = text.substr(0, equals)};
  const bool formed = equals != std::string::npos && dots != std::string::npos && dots > equals;
  const Unit unit = unit_of(asked.slot);
  const auto first =
      formed ? parse_quantity(text.substr(equals + 1, dots - equals - 1), unit) : std::nullopt;
  const auto last = formed ? parse_quantity(text.substr(dots + 2), unit) : std::nullopt;
  if (!first || !last || asked.slot.empty() || *last < *first) {
    throw UsageError("--what-if " + printable(text) +
                     ": expected slot=a..b with a no larger than b, such as gpu=1..8");
  }
  asked.first = *first;
  asked.last = *last;
  return asked;
}

/// Whole units, of bytes gibibytes; or the largest part of one that meets both ends.
Quantity increment_of(const Question& asked) {
  constexpr std::int64_t most_points = 256;
  const std::int64_t whole = unit_of(asked.slot) == Unit::byte ? std::int64_t{1} << 30 : 1000;
  const Quantity increment{std::gcd(whole, std::gcd(asked.first.raw, asked.last.raw))};
  if ((asked.last.raw - asked.first.raw) / increment.raw < most_points) return increment;
  throw UsageError("--what-if: at most 256 capacities are compared; ask for fewer");
}

std::vector<Node> nodes_of(const PlanVerbOptions& options) {
  if (options.nodes.empty()) return {inventory(machine_slots(options.at, options.slots))};
  if (!options.slots.empty()) {
    throw UsageError("--slots and --nodes exclude each other: a file of nodes says what each has");
  }
  return read_nodes(options.nodes);
}

PlanOptions plan_options(const PlanVerbOptions& options, const Pipeline& pipeline) {
  PlanOptions made;
  made.params = read_params(pipeline, options.params_files, options.params);
  made.nodes = nodes_of(options);
  if (!options.durations.empty()) made.durations = read_durations(options.durations);
  made.history = task_history(History(options.at.store, options.at.data).reader(), pipeline.name);
  made.policy = *parse_order(options.policy);
  made.planner.schedules = options.budget_schedules;
  made.planner.seed = options.seed;
  made.planner.threads = std::max(1U, std::thread::hardware_concurrency());
  return made;
}

int checked_plan(const PlanVerbOptions& options) {
  const auto asked = parse_question(options.what_if);
  const Pipeline pipeline = read_pipeline(options.file);
  PlanOptions how = plan_options(options, pipeline);
  const Deadline deadline(options.budget_time, how.planner);
  PlanReport report{.plan = plan(pipeline, how)};
  if (asked) {
    how.planner.stop = nullptr;  // the time was for the plan itself
    how.planner.schedules = options.budget_schedules;
    report.slot = asked->slot;
    report.points =
        what_if(pipeline, how, asked->slot, asked->first, asked->last, increment_of(*asked));
  }
  return tell(report, options);
}

}  // namespace

int plan(const PlanVerbOptions& options) {
  try {
    return checked_plan(options);
  } catch (const InvalidPipeline& invalid) {
    if (options.at.json) print(to_json(invalid.diagnostics()));
    return report(invalid.diagnostics());
  }
}

}  // namespace headway::cli
