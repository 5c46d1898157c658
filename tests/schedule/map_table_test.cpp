// The table about the elements of fan-outs in docs/semantics.md, as maps have it.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/doc_tables.hpp"
#include "support/grown_graphs.hpp"
#include "support/scheduler_driver.hpp"

#include <algorithm>

using namespace headway;
using State = InstanceState;

namespace {

/// What a map comes to that tolerates so many failures, when its elements end so.
std::string map_of_elements(const std::vector<State>& states, std::uint32_t tolerated) {
  Driver d(job_of({map_of(asking(), {.amount = tolerated})}), {{.name = "local", .resources = {}}});
  const auto count = static_cast<std::uint32_t>(states.size());
  Answers answers = Answers().say(0, elements({0}, count));
  for (std::uint32_t i = 0; i < count; ++i) {
    answers.say(i + 1, InstanceEnded{.instance = {i + 1}, .state = states[i]});
  }
  d.answers = std::move(answers);
  d.start();
  d.drain();
  return std::string(to_string(d.state(0)));
}

}  // namespace

TEST_CASE("the elements of a map give together what the docs say in any order") {
  const DocTable table = semantics_table("elements ended");
  for (std::size_t row = 1; row < table.size(); ++row) {
    std::vector<State> states;
    for (const std::string& word : quoted_words(table[row][0])) {
      states.push_back(parse_instance_state(word).value());
    }
    if (table[row][2].empty()) continue;  // elements have no edges of their own
    std::sort(states.begin(), states.end());
    do {
      INFO(table[row][0]);
      CHECK(map_of_elements(states, 0) == table[row][2]);
      CHECK(map_of_elements(states, 1) == table[row][3]);
    } while (std::next_permutation(states.begin(), states.end()));
  }
}
