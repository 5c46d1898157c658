// The search for the headway program.
#include "program.hpp"

#include <array>
#include <cstdlib>
#include <vector>

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

namespace headway::inline v0 {
namespace {

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

std::string running_program() {
  std::array<char, 4096> path;
  const auto size = ::readlink("/proc/self/exe", path.data(), path.size());
  return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : std::string();
}

/// The file this very code was loaded from: the program, or a shared object such as a Python
/// module.
std::string this_library() {
  Dl_info info{};
  const auto known = ::dladdr(reinterpret_cast<const void*>(&this_library), &info);
  return known != 0 && info.dli_fname != nullptr ? info.dli_fname : "";
}

bool is_program(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> places() {
  const std::string library = folder_of(this_library());
  return {folder_of(running_program()) + "headway", HEADWAY_INSTALLED_PROGRAM, library + "headway",
          library + "bin/headway", library + "../bin/headway"};
}

}  // namespace

Program find_program(const std::string& wanted) {
  const char* by_environment = std::getenv("HEADWAY_PROGRAM");
  std::vector<std::string> candidates;
  if (!wanted.empty()) {
    candidates = {wanted};
  } else if (by_environment != nullptr && *by_environment != '\0') {
    candidates = {by_environment};
  } else {
    candidates = places();
  }
  std::string tried;
  for (auto& candidate : candidates) {
    if (is_program(candidate)) return {.path = std::move(candidate)};
    tried += (tried.empty() ? "" : ", ") + candidate;
  }
  return {.message = "the headway program, which starts processes, is not at " + tried +
                     "; set HEADWAY_PROGRAM to its path"};
}

}  // namespace headway::inline v0
