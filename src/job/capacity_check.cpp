// Comparing requests with what nodes and limits offer, pipeline by pipeline.
#include "capacity_check.hpp"

#include "demands.hpp"
#include "pipeline_walk.hpp"

#include <headway/model/devices_fit.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace headway::inline v0 {
namespace {

bool names_slot(const NamedSettings<Quantity>& resources, const std::string& slot) {
  return std::any_of(resources.begin(), resources.end(),
                     [&wanted = slot](const auto& entry) { return entry.first == wanted; });
}

Resources request_of(const SessionSettings& settings) {
  Resources all;
  for (const auto& [slot, request] : settings.resources) {
    if (request.given()) all.set(slot, *request);
  }
  return all;
}

/// The most that one session can have of a slot.
std::int64_t most_of(const Node& node, const std::string& slot) {
  return slot == "gpu_mem" ? largest_device_memory(node) : node.resources.of(slot).raw;
}

/// `own` and those `around` it together: the least of each slot.
Limits tightened(Limits own, const Limits& around) {
  for (const auto& [slot, most] : around.slots) {
    const auto same = std::find_if(own.slots.begin(), own.slots.end(),
                                   [&name = slot](const auto& mine) { return mine.first == name; });
    if (same == own.slots.end()) {
      own.slots.emplace_back(slot, most);
    } else if (most.value < same->second.value) {
      same->second = most;
    }
  }
  return own;
}

/// Of one pipeline. Borrows everything.
class CapacityCheck {
 public:
  CapacityCheck(const std::vector<Node>& nodes, const Resources& quota, const Limits& around,
                const Pipeline& pipeline, Findings& findings)
      : nodes_(nodes),
        quota_(quota),
        pipeline_(pipeline),
        limits_(tightened(pipeline.limits, around)),
        findings_(findings) {
    add_offers();
  }

  [[nodiscard]] CapacityCheck inside(const Pipeline& inner) const {
    return {nodes_, quota_, limits_, inner, findings_};
  }

  void look_at(const Task& task) {
    if (task.has_session() || task.compensate) check(task, settings_of(task, pipeline_));
  }

 private:
  struct Offer {
    std::string name;
    std::int64_t most = 0;  // on one node, or in the job
    std::string where;      // whose it is
    std::string advice;     // for who asks for more
  };

  void add_offers() {
    for (const Node& node : nodes_) {
      for (const auto& [slot, all] : node.resources) {
        Offer& offer = offer_of(slot);
        const auto most = most_of(node, slot);
        if (!offer.where.empty() && most <= offer.most) continue;
        offer = {slot, most, "the largest node, " + quoted(node.name) + ",",
                 "ask for less, or give the machine more with --slots"};
      }
    }
    for (const auto& [slot, quantity] : limits_.slots) {
      lower(slot, quantity.value.raw, "the job, by limits.slots,", "raise limits.slots." + slot);
    }
    for (const auto& [slot, quantity] : quota_) {
      if (!places_.contains(slot)) continue;
      lower(slot, quantity.raw, "its owner, by the store's quotas,",
            "raise max_slots." + slot + " of the owner's quota in the store's config.yaml");
    }
  }

  void lower(const std::string& slot, std::int64_t most, std::string where,
             const std::string& way_out) {
    Offer& offer = offer_of(slot);
    if (!offer.where.empty() && most >= offer.most) return;
    offer = {slot, most, std::move(where), "ask for less, or " + way_out};
  }

  Offer& offer_of(const std::string& slot) {
    const auto [known, fresh] = places_.try_emplace(slot, offers_.size());
    if (fresh) offers_.push_back({.name = slot});
    return offers_[known->second];
  }

  /// `settings` are the task's with the defaults merged in.
  void check(const Task& task, const SessionSettings& settings) {
    bool each_fits = true;
    for (const auto& [slot, request] : settings.resources) {
      if (!request.given() || request->raw == 0) continue;
      const auto place = places_.find(slot);
      if (place == places_.end()) {
        each_fits = false;
        unknown(task, slot, request);
      } else if (request->raw > offers_[place->second].most) {
        each_fits = false;
        too_large(task, slot, request, offers_[place->second]);
      }
    }
    if (each_fits) check_together(task, settings);
  }

  /// A request from the defaults is told once, not for every task.
  bool is_new(const Task& task, const std::string& slot) {
    return names_slot(task.settings.resources, slot) || told_.insert(slot).second;
  }

  void unknown(const Task& task, const std::string& slot, const Setting<Quantity>& request) {
    if (!is_new(task, slot)) return;
    findings_.add({.code = "unknown-slot",
                   .message = "no node has the slot " + quoted(slot),
                   .span = request.span(),
                   .path = Where{"tasks", task.name, "resources", slot}.text(),
                   .notes = {"give it to the machine (--slots " + slot +
                             "=1) or to this job (limits: {slots: {" + slot + ": 1}})"},
                   .candidates = findings_.candidates(slot, offers_)});
  }

  void too_large(const Task& task, const std::string& slot, const Setting<Quantity>& request,
                 const Offer& offer) {
    if (!is_new(task, slot)) return;
    const Unit unit = unit_of(slot);
    findings_.add({.code = "too-large-request",
                   .message = "no node can hold " + slot + ": " + to_string(*request, unit) +
                              " of the task " + quoted(task.name) + "; " + offer.where + " has " +
                              to_string(Quantity{offer.most}, unit),
                   .span = request.span().line > 0 ? request.span() : task.span,
                   .path = Where{"tasks", task.name, "resources", slot}.text(),
                   .notes = {offer.advice}});
  }

  [[nodiscard]] bool fits(const Resources& request, const Node& node) const {
    for (const auto& [slot, quantity] : request) {
      if (quantity.raw <= most_of(node, slot)) continue;
      const bool of_job =
          !node.resources.names(slot) &&
          std::any_of(limits_.slots.begin(), limits_.slots.end(),
                      [&wanted = slot](const auto& entry) { return entry.first == wanted; });
      if (!of_job) return false;
    }
    return !node.resources.names("gpu_mem") || devices_fit(node, request);
  }

  void check_together(const Task& task, const SessionSettings& settings) {
    const Resources request = request_of(settings);
    for (const Node& node : nodes_) {
      if (fits(request, node)) return;
    }
    findings_.add({.code = "too-large-request",
                   .message = "no node can hold " + to_string(request) + " of the task " +
                              quoted(task.name) + " at once",
                   .span = task.span,
                   .path = Where{"tasks", task.name, "resources"}.text(),
                   .notes = {"each slot fits somewhere, but all of them on no single node"}});
  }

  const std::vector<Node>& nodes_;
  const Resources& quota_;
  const Pipeline& pipeline_;
  const Limits limits_;  // and those around
  Findings& findings_;
  std::vector<Offer> offers_{};
  std::unordered_map<std::string, std::size_t> places_{};  // in the offers, by slot
  std::unordered_set<std::string> told_{};                 // slots of the defaults
};

}  // namespace

void check_capacity(const Pipeline& pipeline, const CompileOptions& options, Findings& findings) {
  if (options.nodes.empty()) return;
  CapacityCheck check(options.nodes, options.quota, options.around, pipeline, findings);
  PipelineWalk(findings).whole(pipeline, check);
}

}  // namespace headway::inline v0
