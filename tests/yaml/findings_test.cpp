// Golden diagnostics: the exact words about every mistake a pipeline file can hold.
#include "support/catch.hpp"
#include "support/golden.hpp"

#include <headway/base/diagnostic.hpp>
#include <headway/yaml/load.hpp>

TEST_CASE("every mistake of a file is told in the approved words") {
  golden::check_each("diagnostics/yaml", [](const std::string& text, const std::string& name) {
    return headway::render(headway::yaml::read(text, name).diagnostics);
  });
}

TEST_CASE("every code that a file can raise has a page") {
  for (const auto& input : golden::inputs("diagnostics/yaml")) {
    auto found = headway::yaml::read(golden::bytes(input), input.filename().string()).diagnostics;
    for (const auto& finding : found) {
      INFO(finding.code);
      CHECK(std::filesystem::exists(golden::folder("../../docs/errors/" + finding.code + ".md")));
    }
  }
}
