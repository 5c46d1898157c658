// Text for terminals: the drawing, the table, and what a name may not do to a terminal.
#include <headway/view/text.hpp>

#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/shown_jobs.hpp"

using namespace headway;

namespace {

/// The drawing of a pipeline without its title.
std::string drawing(const jobs::Draft& draft) {
  const auto all = text(draft.pipeline());
  return all.substr(all.find("\n\n") + 1);
}

}  // namespace

TEST_CASE("a chain is one line that goes down") {
  // a ─ b ─ c
  CHECK(drawing(jobs::Draft("chain").task("a").task("b", {"a"}).task("c", {"b"})) == R"(
╭ a
├ b
╰ c
)");
}

TEST_CASE("tasks with the same dependents share a line") {
  //     ┌─ b ─┐
  // a ──┤     ├── d
  //     └─ c ─┘
  jobs::Draft draft("diamond");
  draft.task("a").task("b", {"a"}).task("c", {"a"}).task("d", {"b", "c"});
  CHECK(drawing(draft) == R"(
╭   a
├─╮ b
╰─┤ c
  ╰ d
)");
}

TEST_CASE("a line passes tasks it has nothing to do with") {
  // a ─ b ─ c ─ d
  //  └──────────┘
  jobs::Draft draft("bow");
  draft.task("a").task("b", {"a"}).task("c", {"b"}).task("d", {"c", "a"});
  CHECK(drawing(draft) == R"(
╭   a
├─╮ b
│ ├ c
╰─┴ d
)");
}

TEST_CASE("a stroke crosses a line without touching it") {
  //    ┌─ b ─ e ─┐
  // a ─┼─ c ─┐   ├─ f
  //    └─────┴ d ┘
  jobs::Draft draft("crossing");
  draft.task("a").task("b", {"a"}).task("c", {"a"}).task("d", {"a", "c"}).task("e", {"b"});
  draft.task("f", {"d", "e"});
  CHECK(drawing(draft) == R"(
╭     a
├─╮   b
├─│─╮ c
╰─│─┼ d
  ╰─┤ e
    ╰ f
)");
}

TEST_CASE("tasks without edges have no lines") {
  CHECK(drawing(jobs::Draft("loose").task("a").task("b")) == "\na\nb\n");
}

TEST_CASE("a graph with too many parallel lines names its edges instead") {
  jobs::Draft draft("wide");
  for (int i = 0; i < 20; ++i) draft.task("a" + std::to_string(i));
  for (int i = 0; i < 20; ++i) {
    draft.task("b" + std::to_string(i),
               {"a" + std::to_string(i), "a" + std::to_string((i + 1) % 20)});
  }
  CHECK(drawing(draft).find("b3   after a3, a4\n") != std::string::npos);
}

TEST_CASE("a job is listed as approved") {
  const auto story = jobs::digits_half_way();
  golden::check(text(*jobs::digits().job()) + "\n" + text(Chart(story.status, story.now)) + "\n" +
                    text(jobs::digits_done().status, {.elements = TextElements::listed}),
                "view/digits.txt");
}

TEST_CASE("failures and conditions are listed as approved") {
  const auto story = jobs::mixture();
  golden::check(text(Chart(story.status, story.now)), "view/mixture.txt");
}

TEST_CASE("what follows on the end of the tasks is listed as approved") {
  // a;  compensation of a;  on_failure: page;  finally: tidy ─ close
  jobs::Story story(jobs::Draft("ends").task("a").task("b").job());
  story.does("a", 1_s).starts("b").after(2_s).fails("b", {Cause::Kind::exit_code, 3});
  const auto ends = [&story](const char* name, InstanceState state, Cause cause = {}) {
    story.add(InstanceEnded{story.status.graphs().find(name).value(), state, cause});
  };
  story.add(GraphAdded{.instance = story.instance("a"),
                       .kind = GraphKind::compensation,
                       .graph = jobs::Draft("c").task("a").job()});
  ends("a.compensate", InstanceState::succeeded);
  story.add(GraphAdded{.instance = no_instance,
                       .kind = GraphKind::on_failure,
                       .graph = jobs::Draft("f").task("page").job()});
  ends("page", InstanceState::failed, {Cause::Kind::exit_code, 1});
  story.add(GraphAdded{.instance = no_instance,
                       .kind = GraphKind::finally,
                       .graph = jobs::Draft("g").task("tidy").task("close", {"tidy"}).job()});
  golden::check(text(Chart(story.status, story.now)), "view/endings.txt");
}

TEST_CASE("colours are escape sequences around the same text") {
  const auto status = jobs::mixture().status;
  auto coloured = text(status, {.colour = TextColour::ansi});
  CHECK(coloured.find("\x1b[1;31m✗\x1b[0m") != std::string::npos);
  for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  CHECK(coloured == text(status));
}

TEST_CASE("control characters of names never reach the terminal") {
  const auto shown = text(jobs::hostile().pipeline());
  for (const char c : shown) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(shown.find("a\"b'&c\\n\\x1b]0;evil\\x07") != std::string::npos);
  CHECK(shown.find("\xff") == std::string::npos);
}

TEST_CASE("wide characters keep the table aligned") {
  jobs::Story story(jobs::Draft("wide").task("学習").task("four").job());
  const auto shown = text(story.status);
  CHECK(shown.find("◎ 学習  ready\n◎ four  ready\n") != std::string::npos);
}
