// Measuring words and variables before the system refuses them without a name.
#include "process_limits.hpp"

#include "session_spec.hpp"

#include <string>

#include <unistd.h>

namespace headway::inline v0 {
namespace {

/// With the zero behind it.
std::size_t longest() {
  static const long page = ::sysconf(_SC_PAGESIZE);
  return 32 * static_cast<std::size_t>(page > 0 ? page : 4096);
}

void check_length(const std::string& what, std::size_t bytes) {
  if (bytes < longest()) return;
  throw CannotCompose({.kind = Cause::Kind::spawn_failed},
                      what + " has " + std::to_string(bytes) + " bytes, and a process takes " +
                          std::to_string(longest() - 1) +
                          " in one; write it to a file and give the path of that");
}

}  // namespace

void check_lengths(const ProcessSpec& process) {
  std::size_t number = 0;
  for (const std::string& word : process.argv) {
    check_length("the word " + std::to_string(++number) + " of the command", word.size());
  }
  for (const auto& [name, value] : process.env) {
    check_length("the variable " + name, name.size() + 1 + value.size());
  }
}

}  // namespace headway::inline v0
