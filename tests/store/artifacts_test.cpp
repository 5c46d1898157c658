// Artifacts: what is committed, where it lies, and what is refused.
#include "../src/store/tree.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/base/digest.hpp>
#include <headway/store/artifacts.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

namespace hw = headway;
namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using hw::testing::read_file;
using hw::testing::TemporaryFolder;
using hw::testing::write_file;

namespace {

/// A data folder with attempts in it.
struct Data {
  TemporaryFolder folder;
  std::string path = folder / "data";

  /// The output folder of attempt `n`, made.
  std::string output(int n = 1) {
    fs::create_directories(output_path(n));
    return output_path(n);
  }
  [[nodiscard]] std::string output_path(int n) const {
    return path + "/jobs/j/0/" + std::to_string(n) + "/output";
  }
  [[nodiscard]] std::string commit_of(
      const std::string& output, const std::vector<hw::OutputDeclaration>& declared = {}) const {
    return hw::Artifacts(path).commit(output, declared).problem;
  }
  /// How many folders of committed outputs there are.
  [[nodiscard]] std::size_t count() const {
    std::size_t found = 0;
    if (!fs::exists(path + "/artifacts")) return 0;
    for (const auto& shelf : fs::directory_iterator(path + "/artifacts")) {
      for ([[maybe_unused]] const auto& one : fs::directory_iterator(shelf)) ++found;
    }
    return found;
  }
};

hw::OutputDeclaration declare(std::string name, std::string_view type) {
  return {.name = std::move(name), .type = *hw::parse_type(type)};
}

mode_t mode_of(const std::string& path) {
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 0777U;
}

/// Commits in a child that is killed once it has told of `count` commits, and somewhat later.
void kill_while_committing(const Data& data, int attempts, int count) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const hw::Artifacts artifacts(data.path, hw::Durability::relaxed);
    for (int n = 0; n < attempts; ++n) {
      if (!artifacts.commit(data.output_path(n), {}).problem.empty()) ::_exit(2);
      if (::write(pipe[1], "x", 1) != 1) ::_exit(1);
    }
    ::_exit(0);
  }
  ::close(pipe[1]);
  char byte = 0;
  while (count-- > 0 && ::read(pipe[0], &byte, 1) == 1) continue;
  ::kill(child, SIGKILL);
  ::close(pipe[0]);
  ::waitpid(child, nullptr, 0);
}

/// Whether every committed folder holds what its name says.
bool all_are_whole(const std::string& artifacts) {
  for (const auto& shelf : fs::directory_iterator(artifacts)) {
    for (const auto& one : fs::directory_iterator(shelf)) {
      const hw::Descriptor root(::open(one.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      const hw::Tree tree = hw::read_tree(root, {.durability = hw::Durability::relaxed});
      if (hw::hex(tree.digest("")) != one.path().filename()) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("an empty output folder is taken away and nothing is kept") {
  Data data;
  const std::string output = data.output();
  const auto committed = hw::Artifacts(data.path).commit(output, {});
  CHECK(committed.problem.empty());
  CHECK(committed.folder.empty());
  CHECK(committed.outputs.empty());
  CHECK_FALSE(fs::exists(output));
  CHECK(data.count() == 0);
}

TEST_CASE("all that a task left is moved to one read-only folder") {
  Data data;
  const std::string output = data.output();
  write_file(output + "/rows", "12\n");
  write_file(output + "/deep/er/tool", "#!/bin/sh\n");
  fs::permissions(output + "/deep/er/tool", fs::perms::owner_all);
  const auto committed = hw::Artifacts(data.path).commit(output, {});
  REQUIRE(committed.problem.empty());
  const std::string there = data.path + '/' + committed.folder;
  CHECK(committed.folder.size() == std::string("artifacts/xx/").size() + 64);
  CHECK(read_file(there + "/rows") == "12\n");
  CHECK((mode_of(there) & 0222U) == 0);
  CHECK((mode_of(there + "/rows") & 0222U) == 0);
  CHECK((mode_of(there + "/deep/er") & 0222U) == 0);
  CHECK((mode_of(there + "/deep/er/tool") & 0300U) == 0100);
  CHECK_FALSE(fs::exists(output));
  CHECK(fs::equivalent(fs::path(output).parent_path() / "artifact", there));
}

TEST_CASE("equal content is stored once and a difference in name, content or mode is another") {
  Data data;
  const hw::Artifacts artifacts(data.path);
  const auto commit = [&](int attempt, const std::string& name, const std::string& bytes) {
    const std::string output = data.output(attempt);
    write_file(output + '/' + name, bytes);
    if (attempt == 5) fs::permissions(output + '/' + name, fs::perms::owner_all);
    return artifacts.commit(output, {}).folder;
  };
  const std::string first = commit(1, "a", "x");
  CHECK(commit(2, "a", "x") == first);
  CHECK_FALSE(fs::exists(data.path + "/jobs/j/0/2/output"));
  CHECK(commit(3, "b", "x") != first);
  CHECK(commit(4, "a", "y") != first);
  CHECK(commit(5, "a", "x") != first);
  CHECK(data.count() == 4);
}

TEST_CASE("declared outputs are read with their types") {
  Data data;
  const std::string output = data.output();
  write_file(output + "/rows", "12\n");
  write_file(output + "/rate", "0.5");
  write_file(output + "/whole", "3\n");
  write_file(output + "/ok", "true\n");
  write_file(output + "/text", "two\nlines\n\n");
  write_file(output + "/list", "[1, 2.5]\n");
  write_file(output + "/any", R"({"a": [null, "b"]})");
  const std::vector declared{declare("rows", "int"),    declare("rate", "float"),
                             declare("whole", "float"), declare("ok", "bool"),
                             declare("text", "string"), declare("list", "list(float)"),
                             declare("any", "json"),    declare("none", "optional(int)")};
  const auto committed = hw::Artifacts(data.path).commit(output, declared);
  REQUIRE(committed.problem.empty());
  const hw::Values expected{{"rows", 12},
                            {"rate", 0.5},
                            {"whole", 3.0},
                            {"ok", true},
                            {"text", "two\nlines\n"},
                            {"list", hw::Value::List{1.0, 2.5}},
                            {"any", hw::Value::Map{{"a", hw::Value::List{{}, "b"}}}},
                            {"none", {}}};
  CHECK(committed.outputs == expected);
}

TEST_CASE("files and folders become artifacts with digests") {
  Data data;
  const std::string output = data.output();
  write_file(output + "/model.bin", "weights");
  write_file(output + "/plots/a.png", "a");
  auto model = declare("model", "file");
  model.path = hw::Text{.value = "./model.bin"};
  const auto committed =
      hw::Artifacts(data.path).commit(output, std::vector{model, declare("plots", "directory")});
  REQUIRE(committed.problem.empty());
  const auto* file = committed.outputs.at("model").get_if<hw::Artifact>();
  REQUIRE(file != nullptr);
  CHECK(file->path == committed.folder + "/model.bin");
  CHECK(file->digest == "sha256:" + hw::hex(hw::sha256("weights")));
  CHECK_FALSE(file->directory);
  CHECK(committed.outputs.at("plots").get_if<hw::Artifact>()->directory);
}

TEST_CASE("an ill-typed or missing output says precisely what is wrong") {
  struct Case {
    const char* type;
    const char* bytes;
    const char* message;
  };
  const auto wrong = GENERATE(
      Case{"int", "12a", R"(output "rows" is declared int, the file holds "12a")"},
      Case{"int", "1.0\n", R"(output "rows" is declared int, the file holds "1.0")"},
      Case{"int", "99999999999999999999", R"(is declared int, the file holds "9999999999)"},
      Case{"float", "nan", R"(output "rows" is declared float, the file holds "nan")"},
      Case{"bool", "True", R"(is declared bool, the file holds "True": write true or false)"},
      Case{"string", "\xff", "that is not UTF-8 text"},
      Case{"list(int)", "[1, \"2\"]", "is declared list(int), the file holds"},
      Case{"json", "{\"a\": 1, \"a\": 2}", "the key \"a\" stands twice"},
      Case{"json", "[1", "no JSON at byte"},
      Case{"json", "12345678901234567890", "does not fit 64 bits"},
      Case{"optional(int)", "", R"(is declared int, the file holds "")"},
      Case{"directory", "x", R"(output "rows" is declared directory, "rows" is a file)"});
  Data data;
  const std::string output = data.output();
  write_file(output + "/rows", wrong.bytes);
  CHECK_THAT(data.commit_of(output, {declare("rows", wrong.type)}), Contains(wrong.message));
  CHECK(fs::exists(output + "/rows"));
  CHECK(data.count() == 0);
}

TEST_CASE("a missing output names what lies there instead") {
  Data data;
  const std::string output = data.output();
  write_file(output + "/row", "1");
  CHECK(data.commit_of(output, {declare("rows", "int")}) ==
        "output \"rows\" is missing: the task left no file \"rows\" in its output folder, did you "
        "mean \"row\"?");
  CHECK(hw::Artifacts(data.path).commit(data.output(2), std::vector{declare("x", "int")}).problem ==
        "output \"x\" is missing: the task left no file \"x\" in its output folder");
}

TEST_CASE("an enum takes its words only") {
  Data data;
  auto colour = declare("colour", "enum");
  colour.type.values = {"red", "green"};
  write_file(data.output(1) + "/colour", "red\n");
  CHECK(hw::Artifacts(data.path).commit(data.output(1), std::vector{colour}).outputs.at("colour") ==
        hw::Value("red"));
  write_file(data.output(2) + "/colour", "blue\n");
  CHECK(
      data.commit_of(data.output(2), {colour}) ==
      R"(output "colour" is declared enum, the file holds "blue": its values are ["red","green"])");
}

TEST_CASE("a path that leads out of the output folder is refused") {
  const char* const path = GENERATE("../x", "/etc/passwd", "a/../../b", "..", "", ".");
  Data data;
  const std::string output = data.output();
  write_file(fs::path(output).parent_path() / "x", "1");
  auto declared = declare("out", "file");
  declared.path = hw::Text{.value = path};
  CHECK_THAT(data.commit_of(output, {declared}), Contains("does not lie beneath"));
}

TEST_CASE("only files and folders are taken") {
  Data data;
  const std::string output = data.output();
  std::string expected = "a symbolic link";
  SECTION("a link to a file outside") { fs::create_symlink("/etc/passwd", output + "/it"); }
  SECTION("a link to a folder outside") { fs::create_directory_symlink("/etc", output + "/it"); }
  SECTION("a link within") {
    write_file(output + "/real", "1");
    fs::create_symlink("real", output + "/it");
  }
  SECTION("a FIFO") {
    expected = "a FIFO";
    REQUIRE(::mkfifo((output + "/it").c_str(), 0600) == 0);
  }
  SECTION("a device") {
    expected = "a device";
    if (::mknod((output + "/it").c_str(), S_IFCHR | 0600, 0) != 0) return;  // needs the right to
  }
  SECTION("a hard link") {
    expected = "a hard link";
    write_file(data.folder / "outside", "secret");
    fs::create_hard_link(data.folder / "outside", output + "/it");
  }
  SECTION("a socket") {
    expected = "a socket";
    if (::mknod((output + "/it").c_str(), S_IFSOCK | 0600, 0) != 0) return;
  }
  const auto problem = data.commit_of(output, {declare("it", "file")});
  CHECK_THAT(problem, Contains("\"it\"") && Contains(expected));
  CHECK(data.count() == 0);
  CHECK(fs::symlink_status(output + "/it").type() != fs::file_type::not_found);
}

TEST_CASE("a hard link keeps the mode it has outside") {
  Data data;
  write_file(data.folder / "outside", "secret");
  fs::permissions(data.folder / "outside", fs::perms::owner_all);
  fs::create_hard_link(data.folder / "outside", data.output() + "/it");
  CHECK_FALSE(data.commit_of(data.output()).empty());
  CHECK(mode_of(data.folder / "outside") == 0700);
}

TEST_CASE("a link in the place of the output folder is refused") {
  Data data;
  const std::string output = data.output();
  write_file(data.folder / "outside/rows", "1");
  fs::remove(output);
  fs::create_directory_symlink(data.folder / "outside", output);
  CHECK_THAT(data.commit_of(output), Contains("something else in the place"));
  CHECK(fs::exists(data.folder / "outside/rows"));
}

TEST_CASE("a huge sparse file is refused without being read") {
  Data data;
  const std::string output = data.output();
  write_file(output + "/it", "x");
  REQUIRE(::truncate((output + "/it").c_str(), off_t{1} << 40) == 0);
  CHECK_THAT(data.commit_of(output), Contains("sparse"));
}

TEST_CASE("limits on count, depth and size hold") {
  Data data;
  const std::string output = data.output();
  const hw::ArtifactLimits limits{.files = 3, .depth = 2, .scalar_bytes = 4};
  const hw::Artifacts artifacts(data.path, hw::Durability::relaxed, limits);
  SECTION("count") {
    for (const char* name : {"a", "b", "c", "d"}) write_file(output + '/' + name, "");
    CHECK_THAT(artifacts.commit(output, {}).problem, Contains("more than 3 files"));
  }
  SECTION("depth") {
    fs::create_directories(output + "/a/b/c");
    CHECK_THAT(artifacts.commit(output, {}).problem, Contains("more than 2 folders deep"));
  }
  SECTION("size") {
    write_file(output + "/rows", "12345");
    CHECK_THAT(artifacts.commit(output, std::vector{declare("rows", "int")}).problem,
               Contains("holds 5 bytes and may hold 4"));
  }
}

TEST_CASE("a commit that a crash cut short is ended by the same call") {
  Data data;
  const hw::Artifacts artifacts(data.path);
  const std::vector declared{declare("rows", "int")};
  const std::string output = data.output();
  write_file(output + "/rows", "12");
  const auto before = artifacts.commit(output, declared);
  SECTION("after the folder was moved") {}
  SECTION("while the duplicate was removed") { write_file(output + "/half", "gone"); }
  SECTION("when the duplicate was all but removed") { fs::create_directories(output); }
  const auto again = artifacts.commit(output, declared);
  CHECK(again.folder == before.folder);
  CHECK(again.outputs == before.outputs);
  CHECK(again.problem.empty());
  CHECK_FALSE(fs::exists(output));
  CHECK(data.count() == 1);
}

TEST_CASE("a kill in the middle of commits leaves whole artifacts that the same calls end") {
  Data data;
  constexpr int attempts = 200;
  for (int n = 0; n < attempts; ++n) {
    write_file(data.output(n) + "/value", std::to_string(n % 50));
    write_file(data.output(n) + "/more/deep", std::string(10'000, static_cast<char>('a' + n % 25)));
  }
  const std::vector declared{declare("value", "int")};
  const auto kill_after = GENERATE(1, 17, 60, 120);
  kill_while_committing(data, attempts, kill_after);
  CHECK(all_are_whole(data.path + "/artifacts"));
  for (int n = 0; n < attempts; ++n) {
    const auto committed = hw::Artifacts(data.path).commit(data.output_path(n), declared);
    REQUIRE(committed.problem == "");
    REQUIRE(committed.outputs.at("value") == hw::Value(n % 50));
  }
  CHECK(data.count() == 50);
}

TEST_CASE("a link left before the folder was moved changes nothing") {
  Data data;
  const std::string output = data.output();
  write_file(output + "/rows", "12");
  fs::create_symlink("../../../../artifacts/aa/" + std::string(64, 'a'),
                     fs::path(output).parent_path() / "artifact");
  const auto committed = hw::Artifacts(data.path).commit(output, {});
  CHECK(committed.problem.empty());
  CHECK(read_file(data.path + '/' + committed.folder + "/rows") == "12");
}

TEST_CASE("outputs on another file system are copied and half copies are cleaned away") {
  Data data;
  struct stat here {};
  struct stat there {};
  if (::stat("/dev/shm", &there) != 0 || ::stat(data.folder.path().c_str(), &here) != 0 ||
      there.st_dev == here.st_dev || ::access("/dev/shm", W_OK) != 0) {
    WARN("there is no second file system to copy from");
    return;
  }
  std::string other = "/dev/shm/headway-test-XXXXXX";
  REQUIRE(::mkdtemp(other.data()) != nullptr);
  write_file(other + "/1/output/a/b/tool", "x");
  fs::permissions(other + "/1/output/a/b/tool", fs::perms::owner_all);
  write_file(other + "/1/output/big", std::string(300'000, 'y'));
  write_file(data.path + "/artifacts/.incoming-1/half", "z");
  const auto committed = hw::Artifacts(data.path).commit(other + "/1/output", {});
  REQUIRE(committed.problem.empty());
  const std::string moved = data.path + '/' + committed.folder;
  CHECK(read_file(moved + "/big") == std::string(300'000, 'y'));
  CHECK(mode_of(moved + "/a/b/tool") == 0500);
  CHECK_FALSE(fs::exists(other + "/1/output"));
  CHECK_FALSE(fs::exists(data.path + "/artifacts/.incoming-1"));
  CHECK(data.count() == 1);
  fs::remove_all(other);
}

TEST_CASE("several threads commit equal and different outputs at once") {
  Data data;
  const hw::Artifacts artifacts(data.path, hw::Durability::relaxed);
  constexpr int per_thread = 25;
  for (int n = 0; n < 4 * per_thread; ++n) {
    write_file(data.output(n) + "/value", std::to_string(n % 10));
  }
  std::vector<int> failures(4, 0);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int n = t * per_thread; n < (t + 1) * per_thread; ++n) {
          const std::string output = data.output_path(n);
          const auto committed = artifacts.commit(output, std::vector{declare("value", "int")});
          if (committed.outputs.at("value") != hw::Value(n % 10))
            ++failures[static_cast<std::size_t>(t)];
        }
      });
    }
  }
  CHECK(failures == std::vector<int>(4, 0));
  CHECK(data.count() == 10);
}

TEST_CASE("a data folder that cannot be made is an error with its path") {
  Data data;
  const std::string output = data.output();
  write_file(output + "/rows", "12");
  write_file(data.path + "/artifacts", "a file in the way");
  CHECK_THROWS_WITH(hw::Artifacts(data.path).commit(output, {}),
                    Contains(data.path + "/artifacts"));
}
