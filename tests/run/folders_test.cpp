// Where the folders of jobs and pipelines lie.
#include "support/catch.hpp"

#include <headway/run/folders.hpp>

#include <set>
#include <string>

using namespace headway;

namespace {

/// The folder of a pipeline's name beneath those of all pipelines.
std::string folder_of(const std::string& name) {
  const std::string path = Folders("/data").shared(name);
  const std::string before = "/data/pipelines/";
  const std::string after = "/shared";
  REQUIRE(path.starts_with(before));
  REQUIRE(path.ends_with(after));
  return path.substr(before.size(), path.size() - before.size() - after.size());
}

}  // namespace

TEST_CASE("a pipeline has the shared folder of its name") {
  const std::string name = GENERATE("digits", "my-model v1.2", ".hidden", "größe", "a_b");
  CHECK(folder_of(name) == name);
}

TEST_CASE("what no folder can be called is encoded in the name of the shared folder") {
  CHECK(folder_of("..") == "%2E%2E");
  CHECK(folder_of(".") == "%2E");
  CHECK(folder_of("a/b\n") == "a%2Fb%0A");
  CHECK(folder_of("100%") == "100%25");
}

TEST_CASE("no two pipelines share the folder of another name") {
  const std::string long_name(300, 'x');
  const std::set<std::string> names{"",   "~",      "a/b",     "a_b",          "a%2Fb",
                                    "..", "%2E%2E", long_name, long_name + 'y'};
  std::set<std::string> folders;
  for (const std::string& name : names) folders.insert(folder_of(name));
  CHECK(folders.size() == names.size());
  for (const std::string& folder : folders) {
    CHECK(folder.find('/') == std::string::npos);
    CHECK(folder.size() <= 255);
  }
}
