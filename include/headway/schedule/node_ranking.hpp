// The ranking: the best node for a demand, from scores that are kept while nodes do not change.
#pragma once

#include <headway/schedule/node_choice.hpp>
#include <headway/schedule/node_score.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace headway::inline v0 {

/// For each demand that was asked for a tree of winners over its scores of all nodes. A question
/// scores the nodes that changed since the same demand was last asked about, and no other.
class NodeRanking {
 public:
  /// What is left of the node at this place is different now.
  void changed(std::uint32_t place);
  /// All scores are out of date; there are this many nodes.
  void forget(std::size_t nodes);
  [[nodiscard]] std::size_t nodes() const { return recent_.size(); }

  /// Among nodes of one score the first. Nothing if it fits nowhere.
  std::optional<NodeChoice::Best> best(DemandId id, const KnownDemand& demand,
                                       const NodeTable& nodes, NodeScoring& scoring);

 private:
  /// Bottom up: node i of the tree has the children 2i and 2i+1, and place p is node p + size.
  struct Tree {
    std::vector<NodeScore> scores{};       // by place
    std::vector<std::uint32_t> winners{};  // places; of the inner nodes, from 1
    std::uint64_t seen = 0;                // changes that the scores know of
    std::uint64_t era = 0;
  };
  struct Usable {  // of a node, as it is
    std::int64_t amount = 0;
    std::uint64_t at = UINT64_MAX;  // the change of the node that it knows of
    std::uint64_t era = 0;
  };
  /// What a question is about.
  struct Question {
    const KnownDemand& demand;
    const NodeTable& nodes;
    NodeScoring& scoring;
  };

  void score_all(Tree& tree, const Question& question);
  void score_changed(Tree& tree, const Question& question);
  NodeScore score(std::uint32_t place, const Question& question);
  [[nodiscard]] std::uint32_t winner(const Tree& tree, std::size_t inner) const;
  void play(Tree& tree, std::uint32_t place) const;

  std::vector<Tree> trees_;                // by demand
  std::vector<Usable> usable_;             // by place
  std::vector<std::uint32_t> recent_;      // places by change, modulo its size: the last changes
  std::vector<std::uint64_t> changed_at_;  // by place: its last change
  std::uint64_t changes_ = 0;
  std::uint64_t era_ = 0;  // what is of an earlier one is out of date
};

// ---------------------------------------------------------------------------------------------

inline void NodeRanking::changed(std::uint32_t place) {
  if (recent_.empty()) return;
  changed_at_[place] = ++changes_;
  recent_[changes_ % recent_.size()] = place;
}

inline void NodeRanking::forget(std::size_t nodes) {
  ++era_;
  usable_.assign(nodes, {});
  recent_.assign(nodes, 0);
  changed_at_.assign(nodes, changes_);
}

inline std::optional<NodeChoice::Best> NodeRanking::best(DemandId id, const KnownDemand& demand,
                                                         const NodeTable& nodes,
                                                         NodeScoring& scoring) {
  if (trees_.size() <= id.value) trees_.resize(id.value + std::size_t{1});
  Tree& tree = trees_[id.value];
  const Question question{demand, nodes, scoring};
  if (tree.era != era_ || changes_ - tree.seen >= recent_.size()) {
    score_all(tree, question);
  } else {
    score_changed(tree, question);
  }
  tree.seen = changes_;
  const std::uint32_t first = nodes.size() > 1 ? tree.winners[1] : 0;
  const NodeScore& score = tree.scores[first];
  if (!score.fits()) return {};
  return NodeChoice::Best{first,
                          demand.shares_device() ? std::optional(score.shared) : std::nullopt};
}

/// Nodes that are alike and follow each other are scored once.
inline void NodeRanking::score_all(Tree& tree, const Question& question) {
  const std::size_t size = question.nodes.size();
  tree.scores.resize(size);
  tree.winners.resize(size);
  for (std::uint32_t place = 0; place < size; ++place) {
    const Machine* before = place > 0 ? &question.nodes.at_place(place - 1) : nullptr;
    const Machine& now = question.nodes.at_place(place);
    const bool alike = before != nullptr && before->there == now.there &&
                       before->left == now.left && before->devices == now.devices;
    tree.scores[place] = alike ? tree.scores[place - 1] : score(place, question);
  }
  for (std::size_t inner = size; inner-- > 1;) tree.winners[inner] = winner(tree, inner);
  tree.era = era_;
}

inline void NodeRanking::score_changed(Tree& tree, const Question& question) {
  for (std::uint64_t change = tree.seen + 1; change <= changes_; ++change) {
    const std::uint32_t place = recent_[change % recent_.size()];
    if (changed_at_[place] != change) continue;
    const NodeScore now = score(place, question);
    if (now == tree.scores[place]) continue;
    tree.scores[place] = now;
    play(tree, place);
  }
}

inline NodeScore NodeRanking::score(std::uint32_t place, const Question& question) {
  const Machine& machine = question.nodes.at_place(place);
  if (!machine.fits(question.demand)) return {};
  Usable& usable = usable_[place];
  if (usable.era != era_ || usable.at != changed_at_[place]) {
    usable = {question.scoring.usable(machine), changed_at_[place], era_};
  }
  return question.scoring.score(question.demand, machine, usable.amount);
}

inline std::uint32_t NodeRanking::winner(const Tree& tree, std::size_t inner) const {
  const std::size_t size = tree.scores.size();
  const auto child = [&](std::size_t at) {
    return at < size ? tree.winners[at] : static_cast<std::uint32_t>(at - size);
  };
  const std::uint32_t one = child(2 * inner);
  const std::uint32_t other = child(2 * inner + 1);
  if (tree.scores[one].better_than(tree.scores[other])) return one;
  if (tree.scores[other].better_than(tree.scores[one])) return other;
  return one < other ? one : other;
}

inline void NodeRanking::play(Tree& tree, std::uint32_t place) const {
  for (std::size_t inner = (place + tree.scores.size()) / 2; inner > 0; inner /= 2) {
    tree.winners[inner] = winner(tree, inner);
  }
}

}  // namespace headway::inline v0
