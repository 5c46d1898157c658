// The lines of a job: the classes its instances wait in, and the caps they share.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/schedule/dispatch_class.hpp>
#include <headway/schedule/graph_progress.hpp>

#include <cstdint>
#include <string>
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

  [[nodiscard]] std::vector<DispatchClass>& classes() { return classes_; }
  [[nodiscard]] DispatchClass& at(std::uint32_t index) { return classes_[index]; }
  [[nodiscard]] std::uint32_t class_of(const GraphProgress& progress, const PipelineJob& plan,
                                       TaskId task) const;
  /// A class that asks for `request` under the caps of `like`.
  std::uint32_t class_like(const DispatchClass& like, const Resources& request, Pool& pool);

  /// Whether the caps and slots of the job admit one more of the class; `hold` and `let_go` count.
  [[nodiscard]] bool admits(const DispatchClass& of) const;
  void hold(const DispatchClass& of);
  void let_go(const DispatchClass& of);

 private:
  /// A slot of which the job has a share of its own.
  struct Share {
    std::string slot;
    std::int64_t left;
    bool on_nodes;  // false: the slot exists in this job only
  };
  /// Those that share a cap on their sessions: of a job, of an inner job in it, of a fan-out.
  struct Group {
    std::uint32_t most;
    std::uint32_t around;  // the group it is in; 0: none
    std::uint32_t holders = 0;
  };

  std::uint32_t add_group(std::uint32_t most, std::uint32_t around);
  void add_shares(const PipelineJob& plan);
  void add_share(const std::string& slot, std::int64_t capacity, bool on_nodes);
  DispatchClass class_for(const Resources& request, Pool& pool) const;
  std::uint32_t find_or_add(DispatchClass wanted);

  std::vector<DispatchClass> classes_;
  std::vector<Share> shares_;
  std::vector<Group> groups_{{}};  // the first is none
};

// ---------------------------------------------------------------------------------------------

inline void JobLines::add(const PipelineJob& plan, GraphProgress& progress, std::uint32_t around,
                          Pool& pool) {
  add_shares(plan);
  progress.group = around;
  if (plan.max_parallel() != 0) progress.group = add_group(plan.max_parallel(), around);
  std::vector<DispatchClass> wanted;
  for (const Demand& demand : plan.shapes()) {
    Resources request;
    for (const auto& [slot, amount] : demand) request.set(plan.slots()[slot.value], {amount});
    wanted.push_back(class_for(request, pool));
    wanted.back().group = progress.group;
    progress.classes.push_back(find_or_add(wanted.back()));
  }
  for (std::uint32_t t = 0; t < plan.tasks().size(); ++t) {
    const JobTask& task = plan.task({t});
    if (task.max_parallel == 0 || task.max_parallel >= task.count || !task.has_session()) continue;
    progress.own.emplace(t, static_cast<std::uint32_t>(classes_.size()));
    classes_.push_back(wanted[task.shape.value]);
    classes_.back().group = add_group(task.max_parallel, progress.group);
  }
}

inline std::uint32_t JobLines::add_group(std::uint32_t most, std::uint32_t around) {
  groups_.push_back({most, around});
  return static_cast<std::uint32_t>(groups_.size() - 1);
}

inline void JobLines::add_shares(const PipelineJob& plan) {
  for (const auto& [slot, capacity] : plan.job_slots()) {
    add_share(plan.slots()[slot.value], capacity, false);
  }
  for (const auto& [slot, capacity] : plan.capped_slots()) {
    add_share(plan.slots()[slot.value], capacity, true);
  }
}

/// The share of the outermost graph that names a slot counts.
inline void JobLines::add_share(const std::string& slot, std::int64_t capacity, bool on_nodes) {
  for (const Share& share : shares_) {
    if (share.slot == slot) return;
  }
  shares_.push_back({slot, capacity, on_nodes});
}

inline DispatchClass JobLines::class_for(const Resources& request, Pool& pool) const {
  DispatchClass made;
  Resources of_nodes;
  for (const auto& [slot, quantity] : request) {
    bool on_nodes = true;
    std::uint16_t number = 0;
    for (const Share& share : shares_) {
      if (share.slot == slot) {
        made.job_amounts.emplace_back(number, quantity.raw);
        on_nodes = share.on_nodes;
      }
      ++number;
    }
    if (on_nodes) of_nodes.set(slot, quantity);
  }
  made.demand = pool.intern(of_nodes);
  return made;
}

inline std::uint32_t JobLines::find_or_add(DispatchClass wanted) {
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    const DispatchClass& known = classes_[i];
    if (known.demand == wanted.demand && known.group == wanted.group &&
        known.job_amounts == wanted.job_amounts) {
      return i;
    }
  }
  classes_.push_back(std::move(wanted));
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
  DispatchClass wanted = class_for(request, pool);
  wanted.group = like.group;
  return find_or_add(std::move(wanted));
}

inline bool JobLines::admits(const DispatchClass& of) const {
  for (std::uint32_t group = of.group; group != 0; group = groups_[group].around) {
    if (groups_[group].holders >= groups_[group].most) return false;
  }
  for (const auto& [share, amount] : of.job_amounts) {
    if (shares_[share].left < amount) return false;
  }
  return true;
}

inline void JobLines::hold(const DispatchClass& of) {
  for (std::uint32_t group = of.group; group != 0; group = groups_[group].around) {
    ++groups_[group].holders;
  }
  for (const auto& [share, amount] : of.job_amounts) shares_[share].left -= amount;
}

inline void JobLines::let_go(const DispatchClass& of) {
  for (std::uint32_t group = of.group; group != 0; group = groups_[group].around) {
    --groups_[group].holders;
  }
  for (const auto& [share, amount] : of.job_amounts) shares_[share].left += amount;
}

}  // namespace headway::inline v0
