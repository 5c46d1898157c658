// Telling what happens to one job.
#include "cli/narrator.hpp"

#include "cli/report.hpp"

#include <headway/event/codec.hpp>

namespace headway::cli {

Narrator::Narrator(bool json, JobId id, const JobStatus& status)
    : id_(id), graphs_(status.graphs()) {
  if (!json) progress_.emplace(id_, status);
}

void Narrator::see(const Event& event) {
  if (event.job != id_) return;
  if (const auto* grown = std::get_if<GraphAdded>(&event.fact)) {
    if (!graphs_.has(*grown)) graphs_.add(*grown);
  }
  if (progress_) {
    progress_->see(event);
  } else if (!std::holds_alternative<JobEnded>(event.fact)) {
    print(json_line(event, graphs_));
  }
}

void Narrator::finish() {
  if (progress_) progress_->finish();
}

}  // namespace headway::cli
