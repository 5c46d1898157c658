// The tables about edges in docs/semantics.md, cell by cell.
#include <headway/event/frontier.hpp>

#include "support/catch.hpp"
#include "support/doc_tables.hpp"
#include "support/numbered_jobs.hpp"

#include <algorithm>
#include <string>

using namespace headway;
using State = InstanceState;
using On = EdgeCondition;

namespace {

constexpr On conditions[] = {On::succeeded, On::completed, On::failed, On::succeeded_or_skipped};
constexpr State terminal[] = {State::succeeded, State::failed, State::cancelled, State::skipped,
                              State::upstream_failed};

std::string word_of(Verdict verdict) {
  constexpr const char* words[] = {"start", "skip", "upstream_failed", "cancel"};
  return words[static_cast<int>(verdict)];
}

/// What a frontier makes of the last task of the job once instances have ended in turn.
std::string decided(const PipelineJob& job, const std::vector<std::pair<InstanceId, State>>& ends) {
  Frontier frontier(job);
  std::string text;
  const auto note = [&](TaskId, Verdict verdict) { text += word_of(verdict); };
  for (const auto& [id, state] : ends) frontier.end(job, id, state, note);
  return text;
}

/// The source state whose `succeeded` edge gives the verdict.
State giving(const std::string& verdict) {
  if (verdict == "start") return State::succeeded;
  if (verdict == "skip") return State::skipped;
  return verdict == "cancel" ? State::cancelled : State::upstream_failed;
}

State state_named(const std::string& word) { return parse_instance_state(word).value(); }

}  // namespace

TEST_CASE("an edge makes of the end of its source what the docs say") {
  const DocTable table = semantics_table("source ended");
  REQUIRE(table.size() == 7);
  for (std::size_t row = 1; row < table.size(); ++row) {
    const auto source = quoted_words(table[row][0]);
    const State state = state_named(source[0]);
    REQUIRE(table[row].size() == 5);
    for (std::size_t column = 1; column < 5; ++column) {
      const On condition = conditions[column - 1];
      CHECK(quoted_words(table[0][column])[0] == to_string(condition));
      for (const bool allowed : {false, true}) {
        if (state == State::failed && allowed != (source.size() == 2)) continue;
        INFO(table[row][0] << " by " << table[0][column] << ", allowed " << allowed);
        const JobTask task{.allow_failure = allowed};
        CHECK(word_of(judge(condition, state, task)) == table[row][column]);
        const auto job = job_of({{.numbers = task}, {.after = {{{0}, condition}}}});
        CHECK(decided(*job, {{{0}, state}}) == table[row][column]);
      }
    }
  }
}

TEST_CASE("the docs have a row for every state in which a source can end") {
  const DocTable table = semantics_table("source ended");
  for (const State state : terminal) {
    const auto says = [&](const auto& row) { return quoted_words(row[0])[0] == to_string(state); };
    CHECK(std::any_of(table.begin() + 1, table.end(), says));
  }
}

TEST_CASE("two edges make together of a task what the docs say in either order") {
  //   0 ──┐
  //       ├─> 2
  //   1 ──┘
  const auto job = job_of({{}, {}, {.after = {{{0}}, {{1}}}}});
  const DocTable table = semantics_table("both edges");
  for (std::size_t row = 1; row < table.size(); ++row) {
    for (std::size_t column = 1; column < table[row].size(); ++column) {
      const State first = giving(table[row][0]);
      const State second = giving(table[0][column]);
      INFO(table[row][0] << " and " << table[0][column]);
      CHECK(decided(*job, {{{0}, first}, {{1}, second}}) == table[row][column]);
      CHECK(decided(*job, {{{1}, second}, {{0}, first}}) == table[row][column]);
    }
  }
}

TEST_CASE("the elements of a matrix give together what the docs say in any order") {
  for (const auto& row : semantics_table("elements ended")) {
    if (row[1] == "matrix") continue;
    std::vector<State> states;
    for (const std::string& word : quoted_words(row[0])) states.push_back(state_named(word));
    std::sort(states.begin(), states.end());
    const auto count = static_cast<std::uint32_t>(states.size());
    const auto job = job_of({{.numbers = {.count = count}}, {.after = {{{0}}}}});
    do {
      Frontier frontier(*job);
      for (std::uint32_t i = 0; i < count; ++i) {
        frontier.end(*job, {i}, states[i], [](TaskId, Verdict) {});
      }
      INFO(row[0]);
      CHECK(to_string(frontier.state({0})) == row[1]);
    } while (std::next_permutation(states.begin(), states.end()));
  }
}
