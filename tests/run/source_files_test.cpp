// Which files belong to a task, and what is in them.
#include "../src/run/source_files.hpp"

#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/base/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace headway;
using namespace headway::testing;
using Names = std::vector<std::string>;

namespace {

/// `prep.py`, `lib/a.py`, `lib/b.txt`, `lib/deep/c.py`, `.hidden/d.py`.
void fill(const TemporaryFolder& folder) {
  std::filesystem::create_directories(folder / "lib/deep");
  std::filesystem::create_directories(folder / ".hidden");
  for (const char* name : {"prep.py", "lib/a.py", "lib/b.txt", "lib/deep/c.py", ".hidden/d.py"}) {
    write_file(folder / name, name);
  }
}

}  // namespace

TEST_CASE("a glob names files beneath the folder in order") {
  const TemporaryFolder folder;
  fill(folder);
  CHECK(files_of(folder.path(), "prep.py") == Names{"prep.py"});
  CHECK(files_of(folder.path(), "./lib/*.py") == Names{"lib/a.py"});
  CHECK(files_of(folder.path(), "lib/?.[pt]*") == Names{"lib/a.py", "lib/b.txt"});
  CHECK(files_of(folder.path(), "**/*.py") == Names{"lib/a.py", "lib/deep/c.py", "prep.py"});
  CHECK(files_of(folder.path(), "lib/**") == Names{"lib/a.py", "lib/b.txt", "lib/deep/c.py"});
  CHECK(files_of(folder.path(), ".hidden/*") == Names{".hidden/d.py"});
}

TEST_CASE("a glob that leads out or names nothing is refused") {
  const TemporaryFolder folder;
  fill(folder);
  for (const char* glob : {"../*", "lib/../../x", "/etc/passwd", "*.csv", "lib", ""}) {
    CAPTURE(glob);
    CHECK_THROWS_AS(files_of(folder.path(), glob), Error);
  }
}

TEST_CASE("a glob does not go round in circles") {
  const TemporaryFolder folder;
  fill(folder);
  std::filesystem::create_directory_symlink(folder.path(), folder / "lib/around");
  CHECK(files_of(folder.path(), "**/*.py") == Names{"lib/a.py", "lib/deep/c.py", "prep.py"});
}

TEST_CASE("variables of a task are found in a text") {
  CHECK(variables_in("x=$HEADWAY_PARAM_RATE; y=${HEADWAY_PARAMS}/HEADWAY_") ==
        std::set<std::string>{"HEADWAY_PARAM_RATE", "HEADWAY_PARAMS", "HEADWAY_"});
  CHECK(variables_in("nothing").empty());
}

TEST_CASE("a file that changes is read again") {
  const TemporaryFolder folder;
  const std::string path = folder / "a";
  FileContents contents;
  write_file(path, "HEADWAY_ITEM");
  const Digest before = contents.of(path).digest;
  CHECK(contents.of(path).variables.contains("HEADWAY_ITEM"));
  write_file(path, "other bytes!");  // as many
  CHECK(contents.of(path).digest != before);
  CHECK(contents.of(path).variables.empty());
  std::filesystem::remove(path);
  CHECK_THROWS_AS(contents.of(path), Error);
}
