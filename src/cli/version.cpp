// headway version.
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/version.hpp>

namespace headway::cli {

int version(bool json) {
  const std::string number = HEADWAY_VERSION;
  print(json ? "{\"version\":\"" + number + "\"}" : "headway " + number);
  return done;
}

}  // namespace headway::cli
