// headway jobs: what a store remembers.
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/run/clock.hpp>
#include <headway/run/history.hpp>
#include <headway/view/chart.hpp>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace headway::cli {

namespace {

Duration duration_of(const JobSummary& job) {
  return time_taken(job.record.created, job.ended, SystemClock().now());
}

std::string as_json(const std::vector<JobSummary>& jobs) {
  auto list = nlohmann::ordered_json::array();
  for (const JobSummary& job : jobs) {
    list.push_back({{"job", to_string(job.record.id)},
                    {"name", job.record.name},
                    {"pipeline", job.record.pipeline_name},
                    {"state", std::string(to_string(job.state))},
                    {"started", to_string(job.record.created)},
                    {"duration_s", duration_of(job).seconds()}});
  }
  return nlohmann::ordered_json{{"jobs", std::move(list)}}.dump();
}

}  // namespace

int jobs(const StoreOptions& options) {
  const auto jobs = History(options.store, options.data).jobs();
  if (options.json) {
    print(as_json(jobs));
    return done;
  }
  for (const JobSummary& job : jobs) {
    const std::string took = job.ended.us == 0 ? "-" : readable(duration_of(job));
    print(fmt::format("{}  {:<10} {:>8}  {}  {}", to_string(job.record.id), to_string(job.state),
                      took, to_string(job.record.created).substr(0, 19) + "Z",
                      printable(job.record.name)));
  }
  return done;
}

}  // namespace headway::cli
