// Fates by dice.
#include "random_fates.hpp"

#include <memory>
#include <string>

namespace headway::inline v0::testing {

namespace {

Finished end_of(Dice& dice, const std::string& name) {
  using Kind = Cause::Kind;
  constexpr Cause ways[] = {{Kind::exit_code, 1}, {Kind::exit_code, 3}, {Kind::oom_killed},
                            {Kind::preempted},    {Kind::spawn_failed}, {Kind::signal, 9}};
  if (dice.once_in(4)) return {.cause = ways[dice.below(6)], .message = "as the dice say"};
  const Values outputs{{"n", Value(static_cast<std::int64_t>(name.size()))}};
  return {.outputs = std::make_shared<const Values>(outputs)};
}

}  // namespace

SimulatedCluster::Fates random_fates(std::uint64_t seed, Habitat habitat) {
  const std::uint32_t longest = habitat == Habitat::machine ? 60 : 20'000;  // milliseconds
  return [dice = Dice(seed).named("fates"), longest](const SessionSpec& spec) {
    Dice own = dice.named(spec.name + ' ' + std::to_string(spec.key.attempt));
    const Duration usual{own.below(longest) * 1'000LL};
    const Duration takes = own.once_in(20) ? 3_h : usual;
    return AttemptFate{.takes = takes, .end = end_of(own, spec.name)};
  };
}

}  // namespace headway::inline v0::testing
