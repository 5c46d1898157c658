// The digits example: one pipeline, however it is written.
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

#include "support/catch.hpp"

#include <cstdio>
#include <memory>
#include <string>

namespace {

/// What a program prints.
std::string printed_by(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  REQUIRE(pipe);
  std::string text;
  char piece[4096];
  while (const auto size = std::fread(piece, 1, sizeof piece, pipe.get())) text.append(piece, size);
  return text;
}

}  // namespace

TEST_CASE("the digits pipeline built in C++ is the one of the pipeline file") {
  const auto file = headway::yaml::load_file(std::string(DIGITS_FOLDER) + "/pipeline.yaml");
  CHECK(printed_by(std::string(DIGITS_PROGRAM) + " --yaml") == headway::yaml::save(file));
}
