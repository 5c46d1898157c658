// Fate: what would become of every instance of a job, whenever it comes to it.
#pragma once

#include <headway/event/job_graphs.hpp>

#include "support/dice.hpp"

#include <cstdint>
#include <string>

/// The name of a graph inside: of the owner's, empty for the job, and what the graph is to it.
inline std::string graph_path(const std::string& owner, headway::GraphKind kind,
                              std::uint32_t number = 0) {
  return owner + '/' + std::string(to_string(kind)) + std::to_string(number) + '.';
}

/// Where an instance is, whatever its number: `2/elements0.1`.
inline std::string path_of(const headway::JobGraphs& graphs, headway::InstanceId id) {
  const headway::JobGraph& graph = graphs.of(id);
  const std::string local = std::to_string(graph.local(id).value);
  if (graph.kind == headway::GraphKind::tasks) return local;
  const bool of_job = graph.owner == headway::no_instance;
  return graph_path(of_job ? "" : path_of(graphs, graph.owner), graph.kind, graph.number) + local;
}

/// A table of outcomes, by the paths of instances.
class Fate {
 public:
  using Kind = headway::Cause::Kind;

  /// Without losses, what fails is not tried again unless a rule says so.
  enum class Losses { some, none };

  explicit Fate(Dice dice, Losses losses) : dice_(dice), losses_(losses) {}

  /// Of what is evaluated first: `none` to begin, else why not.
  [[nodiscard]] Kind condition(const std::string& path) const {
    const auto roll = dice_.named(path + " when").below(24);
    return roll < 4 ? Kind::condition_false : roll == 4 ? Kind::expression_failed : Kind::none;
  }
  [[nodiscard]] std::uint32_t width(const std::string& path) const {
    return dice_.named(path + " width").below(5);
  }
  [[nodiscard]] headway::Cause attempt(const std::string& path, headway::Attempt number) const {
    constexpr headway::Cause ways[] = {
        {Kind::exit_code, 1},     {Kind::exit_code, 3}, {Kind::oom_killed}, {Kind::non_recoverable},
        {Kind::timeout_callback}, {Kind::preempted},    {Kind::node_lost},  {Kind::node_lost}};
    const auto roll = dice_.named(path + " attempt " + std::to_string(number)).below(24);
    return roll < (losses_ == Losses::some ? 8 : 5) ? ways[roll] : headway::Cause{};
  }
  /// Whether its result comes by a callback.
  [[nodiscard]] bool parks(const std::string& path, headway::Attempt number) const {
    const Kind end = attempt(path, number).kind;
    const bool in_time = end == Kind::none && dice_.named(path + " parks").once_in(6);
    return in_time || end == Kind::timeout_callback;
  }
  /// Whether the next attempt would ask for more than there is.
  [[nodiscard]] bool outgrows(const std::string& path, headway::Attempt number) const {
    return dice_.named(path + " outgrows " + std::to_string(number)).once_in(4);
  }
  /// `none`: approved.
  [[nodiscard]] Kind approval(const std::string& path) const {
    const auto roll = dice_.named(path + " approval").below(6);
    return roll == 0 ? Kind::rejected : roll == 1 ? Kind::timeout_approval : Kind::none;
  }
  /// What follows from a round that ended well: `none` when it was good enough, `rounds_exhausted`
  /// when it was not, `expression_failed`.
  [[nodiscard]] Kind round(const std::string& path, std::uint32_t number) const {
    const auto roll = dice_.named(path + " round " + std::to_string(number)).below(12);
    return roll == 0 ? Kind::expression_failed : roll < 7 ? Kind::none : Kind::rounds_exhausted;
  }
  static constexpr std::uint32_t most_rounds = 3;
  [[nodiscard]] bool rests(const std::string& path) const {
    return dice_.named(path + " rests").once_in(2);
  }
  /// Whether the outputs of an inner job that ended well can be evaluated.
  [[nodiscard]] bool has_outputs(const std::string& path) const {
    return !dice_.named(path + " outputs").once_in(10);
  }

 private:
  Dice dice_;
  Losses losses_;
};
