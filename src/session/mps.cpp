// Looking for the service's control pipe.
#include "mps.hpp"

#include <unistd.h>

namespace headway::inline v0 {

bool mps_runs(const std::string& folder) {
  return ::access((folder + "/control").c_str(), F_OK) == 0;
}

}  // namespace headway::inline v0
