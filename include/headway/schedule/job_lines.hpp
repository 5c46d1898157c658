// The lines of a job: the classes its instances wait in, and the caps they share.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/schedule/dispatch_class.hpp>
#include <headway/schedule/graph_progress.hpp>
#include <headway/schedule/line_tree.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Classes of all graphs of a job. A class is found again by what it asks for, so that a graph that
/// comes a thousand times adds classes once.
class JobLines {
 public:
  /// Gives every shape and every capped task of a new graph its class. `around` is the group of
  /// the graph it is in; 0: none.
  void add(const PipelineJob& plan, GraphProgress& progress, std::uint32_t around, Pool& pool);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(classes_.size()); }
  [[nodiscard]] DispatchClass& at(std::uint32_t index) { return classes_[index]; }
  [[nodiscard]] std::uint32_t class_of(const GraphProgress& progress, const PipelineJob& plan,
                                       TaskId task) const;
  /// A class that asks for `request` under the caps of `like`.
  std::uint32_t class_like(const DispatchClass& like, const Resources& request, Pool& pool);

  /// The group whose cap or slots do not admit one more of the class; 0: all do. `hold` and
  /// `let_go` count.
  [[nodiscard]] std::uint32_t refusing(const DispatchClass& of) const;
  void hold(const DispatchClass& of);
  void let_go(const DispatchClass& of);
  /// Whether the cap of the job itself is reached.
  [[nodiscard]] bool full() const;

  [[nodiscard]] LineTree& tree(Phase phase) { return trees_[phase == Phase::ready ? 0 : 1]; }
  void push(std::uint32_t number, Phase phase, std::uint64_t key);
  /// Takes the first of a line away.
  void pop(std::uint32_t number, Phase phase);
  /// The class waits until the group lets one go; of group 0, until it is admitted anew.
  void park(std::uint32_t number, Phase phase, std::uint32_t group);
  /// What was parked under no group, for the quota of the job's owner, is fresh.
  void admit_anew() { unpark(groups_[0]); }
  /// What is blocked is fresh.
  void refresh(Phase phase);

 private:
  /// A slot of which a job, or an inner one, has a share of its own.
  struct Share {
    std::string slot;
    std::int64_t left;
    bool on_nodes;  // false: the slot exists in this job only
  };
  /// Those that share caps: of a job, of an inner job in it, of a fan-out.
  struct Group {
    std::uint32_t most;    // sessions at a time; 0: as many as there is room for
    std::uint32_t around;  // the group it is in; 0: none
    std::uint32_t holders = 0;
    std::vector<Share> shares{};
    std::vector<std::uint32_t> parked{};  // classes that it did not admit
  };

  std::uint32_t add_group(std::uint32_t most, std::uint32_t around);
  void add_shares(const PipelineJob& plan, std::uint32_t group);
  bool add_amounts(DispatchClass& made, std::string_view slot, std::int64_t amount) const;
  DispatchClass class_for(const Resources& request, std::uint32_t group, Pool& pool) const;
  std::uint32_t find_or_add(DispatchClass wanted, const Pool& pool);
  std::uint32_t add_class(DispatchClass made, const Pool& pool);
  void unpark(Group& group);

  std::vector<DispatchClass> classes_;
  LineTree trees_[2];              // of what is ready, of what is intended
  std::vector<Group> groups_{{}};  // the first is none
  std::uint32_t job_ = 0;          // the group of the job itself; 0: it has no caps
};

// ---------------------------------------------------------------------------------------------

inline void JobLines::add(const PipelineJob& plan, GraphProgress& progress, std::uint32_t around,
                          Pool& pool) {
  const bool capped =
      plan.max_parallel() != 0 || !plan.job_slots().empty() || !plan.capped_slots().empty();
  progress.group = capped ? add_group(plan.max_parallel(), around) : around;
  add_shares(plan, progress.group);
  if (classes_.empty()) job_ = progress.group;
  std::vector<DispatchClass> wanted;
  for (const Demand& demand : plan.shapes()) {
    Resources request;
    for (const auto& [slot, amount] : demand) request.set(plan.slots()[slot.value], {amount});
    wanted.push_back(class_for(request, progress.group, pool));
    progress.classes.push_back(find_or_add(wanted.back(), pool));
  }
  for (std::uint32_t t = 0; t < plan.tasks().size(); ++t) {
    const JobTask& task = plan.task({t});
    if (task.has_session()) pool.expect(wanted[task.shape.value].demand, task.count);
    if (task.max_parallel == 0 || task.max_parallel >= task.count || !task.has_session()) continue;
    DispatchClass own = wanted[task.shape.value];
    own.group = add_group(task.max_parallel, progress.group);
    progress.own.emplace(t, add_class(std::move(own), pool));
  }
}

inline std::uint32_t JobLines::add_group(std::uint32_t most, std::uint32_t around) {
  groups_.push_back({most, around});
  return static_cast<std::uint32_t>(groups_.size() - 1);
}

inline void JobLines::add_shares(const PipelineJob& plan, std::uint32_t group) {
  std::vector<Share>& shares = groups_[group].shares;
  for (const auto& [slot, capacity] : plan.job_slots()) {
    shares.push_back({plan.slots()[slot.value], capacity, false});
  }
  for (const auto& [slot, capacity] : plan.capped_slots()) {
    shares.push_back({plan.slots()[slot.value], capacity, true});
  }
}

/// Every share around the class counts. Whether the slot is one of nodes, too: one that a job says
/// is its own is not.
inline bool JobLines::add_amounts(DispatchClass& made, std::string_view slot,
                                  std::int64_t amount) const {
  bool on_nodes = true;
  for (std::uint32_t group = made.group; group != 0; group = groups_[group].around) {
    std::uint32_t number = 0;
    for (const Share& share : groups_[group].shares) {
      if (share.slot == slot) {
        made.shared.push_back({group, number, amount});
        on_nodes = on_nodes && share.on_nodes;
      }
      ++number;
    }
  }
  return on_nodes;
}

inline DispatchClass JobLines::class_for(const Resources& request, std::uint32_t group,
                                         Pool& pool) const {
  DispatchClass made{.group = group};
  Resources of_nodes;
  for (const auto& [slot, quantity] : request) {
    if (add_amounts(made, slot, quantity.raw)) of_nodes.set(slot, quantity);
  }
  made.demand = pool.intern(of_nodes);
  return made;
}

inline std::uint32_t JobLines::find_or_add(DispatchClass wanted, const Pool& pool) {
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    const DispatchClass& known = classes_[i];
    if (known.demand == wanted.demand && known.group == wanted.group &&
        known.shared == wanted.shared) {
      return i;
    }
  }
  return add_class(std::move(wanted), pool);
}

inline std::uint32_t JobLines::add_class(DispatchClass made, const Pool& pool) {
  for (LineTree& tree : trees_) tree.add(pool[made.demand]);
  classes_.push_back(std::move(made));
  return static_cast<std::uint32_t>(classes_.size() - 1);
}

inline std::uint32_t JobLines::class_of(const GraphProgress& progress, const PipelineJob& plan,
                                        TaskId task) const {
  if (!progress.own.empty() && plan.task(task).max_parallel != 0) {
    const auto own = progress.own.find(task.value);
    if (own != progress.own.end()) return own->second;
  }
  return progress.classes[plan.task(task).shape.value];
}

inline std::uint32_t JobLines::class_like(const DispatchClass& like, const Resources& request,
                                          Pool& pool) {
  return find_or_add(class_for(request, like.group, pool), pool);
}

inline std::uint32_t JobLines::refusing(const DispatchClass& of) const {
  for (std::uint32_t group = of.group; group != 0; group = groups_[group].around) {
    const Group& capped = groups_[group];
    if (capped.most != 0 && capped.holders >= capped.most) return group;
  }
  for (const ShareAmount& part : of.shared) {
    if (groups_[part.group].shares[part.share].left < part.amount) return part.group;
  }
  return 0;
}

inline bool JobLines::full() const {
  const Group& own = groups_[job_];
  return own.most != 0 && own.holders >= own.most;
}

inline void JobLines::hold(const DispatchClass& of) {
  for (std::uint32_t group = of.group; group != 0; group = groups_[group].around) {
    ++groups_[group].holders;
  }
  for (const ShareAmount& part : of.shared) {
    groups_[part.group].shares[part.share].left -= part.amount;
  }
}

inline void JobLines::let_go(const DispatchClass& of) {
  for (const ShareAmount& part : of.shared) {
    groups_[part.group].shares[part.share].left += part.amount;
  }
  for (std::uint32_t group = of.group; group != 0; group = groups_[group].around) {
    --groups_[group].holders;
    if (!groups_[group].parked.empty()) unpark(groups_[group]);
  }
}

inline void JobLines::park(std::uint32_t number, Phase phase, std::uint32_t group) {
  tree(phase).set_state(number, LineTree::parked);
  groups_[group].parked.push_back(number);
}

inline void JobLines::unpark(Group& group) {
  for (const std::uint32_t number : group.parked) {
    for (LineTree& tree : trees_) {
      if (tree.state(number) == LineTree::parked) tree.set_state(number, LineTree::fresh);
    }
  }
  group.parked.clear();
}

inline void JobLines::refresh(Phase phase) {
  LineTree& lines = tree(phase);
  for (std::uint32_t i = 0; i < lines.size(); ++i) {
    if (lines.state(i) == LineTree::blocked) lines.set_state(i, LineTree::fresh);
  }
}

inline void JobLines::push(std::uint32_t number, Phase phase, std::uint64_t key) {
  DispatchClass::Line& line = classes_[number].line(phase);
  line.push(key);
  tree(phase).set_key(number, line.top());
}

inline void JobLines::pop(std::uint32_t number, Phase phase) {
  DispatchClass::Line& line = classes_[number].line(phase);
  line.pop();
  tree(phase).set_key(number, line.empty() ? LineTree::no_key : line.top());
}

}  // namespace headway::inline v0
