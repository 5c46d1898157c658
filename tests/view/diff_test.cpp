// Differences of pipelines: what counts, what does not, and how it is told.
#include "support/catch.hpp"
#include "support/golden.hpp"

#include <headway/view/diff.hpp>
#include <headway/yaml/load.hpp>

#include <string>

using namespace headway;

namespace {

Pipeline pipeline(const std::string& text) { return yaml::load("headway: v1\n" + text, "p.yaml"); }

std::string joined(const std::vector<std::string>& path) {
  std::string text;
  for (const auto& key : path) text += (text.empty() ? "" : ".") + key;
  return text;
}

/// `changed tasks.a.retry: 1 → 2`, a line each.
std::string differences(const std::string& before, const std::string& after) {
  std::string text;
  for (const auto& found : diff(pipeline(before), pipeline(after))) {
    text += std::string(to_string(found.kind)) + ' ' + joined(found.path) + ": " +
            yaml::line_of(found.before) + " → " + yaml::line_of(found.after) + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("a pipeline does not differ from itself in other words") {
  CHECK(differences("tasks: {a: {command: ls -l, resources: {mem: 1024Mi, cpu: 1.0}}, b: }",
                    "tasks:\n  b:\n  a: {resources: {cpu: 1, mem: 1Gi}, command: [ls, \"-l\"]}")
            .empty());
}

TEST_CASE("a key that changed is told with both values") {
  CHECK(differences("tasks: {a: {command: ls, resources: {cpu: 1}}}",
                    "tasks: {a: {command: ls, resources: {cpu: 2}}}") ==
        "changed tasks.a.resources.cpu: 1 → 2\n");
}

TEST_CASE("keys that came and left are told apart") {
  CHECK(differences("params: {x: 1}\ntasks: {a: {command: ls, retry: 2}}",
                    "params: {y: 2.5}\ntasks: {a: {command: ls, estimate: 1m}}") ==
        "removed params.x: 1 → null\n"
        "added params.y: null → 2.5\n"
        "removed tasks.a.retry: 2 → null\n"
        "added tasks.a.estimate: null → 1m\n");
}

TEST_CASE("the order of dependencies counts because inputs are numbered by it") {
  CHECK(differences("tasks: {a: , b: , c: {depends_on: [a, b]}}",
                    "tasks: {a: , b: , c: {depends_on: [b, a]}}") ==
        "changed tasks.c.depends_on: [a, b] → [b, a]\n");
}

//  prep        prepare
//   |    -->      |
//  use           use
TEST_CASE("a task with another name and the same body is renamed everywhere") {
  const std::string before =
      "tasks:\n"
      "  prep: {command: ./prep, outputs: {rows: int}}\n"
      "  use: {command: [./use, \"${{ tasks.prep.outputs.rows }}\"], depends_on: [prep]}\n"
      "outputs: {n: \"${{ tasks.prep.outputs.rows }}\"}\n";
  std::string after = before;
  for (auto at = after.find("prep"); at != std::string::npos; at = after.find("prep", at + 1)) {
    if (after[at - 1] != '/') after.replace(at, 4, "prepare");
  }
  CHECK(differences(before, after) == "renamed tasks.prepare: prep → prepare\n");
}

TEST_CASE("a renamed task may have changed besides") {
  CHECK(differences("tasks: {a: {command: ls, retry: 1}}", "tasks: {b: {command: ls, retry: 2}}") ==
        "renamed tasks.b: a → b\nchanged tasks.b.retry: 1 → 2\n");
}

TEST_CASE("of several tasks with one body the most alike is the renamed one") {
  CHECK(differences("tasks: {a: {command: ls, retry: 1}}",
                    "tasks: {b: {command: ls}, c: {command: ls, retry: 1}}") ==
        "added tasks.b: null → {command: [ls]}\nrenamed tasks.c: a → c\n");
}

TEST_CASE("tasks with other bodies left and came") {
  CHECK(differences("tasks: {a: {command: ls}}", "tasks: {b: {command: pwd}}") ==
        "removed tasks.a: {command: [ls]} → null\nadded tasks.b: null → {command: [pwd]}\n");
}

TEST_CASE("two names that changed places are two changes") {
  CHECK(differences("tasks: {a: {command: ls}, b: {command: pwd}}",
                    "tasks: {b: {command: ls}, a: {command: pwd}}") ==
        "changed tasks.a.command: [ls] → [pwd]\nchanged tasks.b.command: [pwd] → [ls]\n");
}

TEST_CASE("a reference to a task whose name only begins alike stays") {
  const std::string rest =
      "  a-b: {command: ls}\n  ab: {command: pwd}\n"
      "  u: {command: id, env: {X: \"${{ tasks.ab.state }}\"}}\n";
  CHECK(differences("tasks:\n  a: {command: du}\n" + rest, "tasks:\n  z: {command: du}\n" + rest) ==
        "renamed tasks.z: a → z\n");
}

TEST_CASE("differences are told a section after the other") {
  const auto before = pipeline(golden::bytes(golden::folder("diff/before.part")));
  const auto after = pipeline(golden::bytes(golden::folder("diff/after.part")));
  golden::check(text(diff(before, after)), "diff/told.txt");
}

TEST_CASE("no difference is no text") { CHECK(text({}).empty()); }
