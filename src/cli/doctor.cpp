// headway doctor: what this machine offers, and how the store is.
#include "cli/engine_session.hpp"
#include "cli/machine_report.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/run/history.hpp>
#include <headway/session/inventory.hpp>
#include <headway/store/inbox.hpp>
#include <headway/version.hpp>

#include <nlohmann/json.hpp>

namespace headway::cli {

int doctor(const StoreOptions& options) {
  const Survey found = survey();
  const Node machine = inventory(found, {});
  const History history(options.store, options.data);
  const std::size_t jobs = history.jobs().size();
  const auto engine = history.engine();
  const auto broken = broken_requests(options.store);
  if (options.json) {
    auto resources = nlohmann::ordered_json::object();
    for (const auto& [slot, amount] : machine.resources)
      resources[slot] = to_string(amount, unit_of(slot));
    nlohmann::ordered_json json{{"version", HEADWAY_VERSION}, {"resources", resources}};
    add_to(json, found);
    json.update({{"store", history.reader().root()},
                 {"jobs", jobs},
                 {"engine", engine ? "alive" : "absent"},
                 {"broken_requests", broken}});
    print(json.dump());
    return done;
  }
  print("headway " + std::string(HEADWAY_VERSION));
  print("this machine: " + to_string(machine.resources));
  for (const std::string& line : lines_of(found)) print(line);
  print("store " + history.reader().root() + ": " + std::to_string(jobs) + " jobs, " +
        (engine ? "an engine is alive (pid " + std::to_string(engine->pid) + ')' : "no engine"));
  for (const std::string& path : broken) {
    print("  " + printable(path) + " is no request and was set aside; look at it and remove it");
  }
  return done;
}

}  // namespace headway::cli
