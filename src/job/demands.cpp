// Interning demands, and refusing those that nothing could hold.
#include "demands.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

bool names_slot(const NamedSettings<Quantity>& resources, const std::string& slot) {
  return std::any_of(resources.begin(), resources.end(),
                     [&wanted = slot](const auto& entry) { return entry.first == wanted; });
}

std::string text_of(const SessionSettings& settings) {
  Resources all;
  for (const auto& [slot, request] : settings.resources) {
    if (request.given()) all.set(slot, *request);
  }
  return to_string(all);
}

}  // namespace

SlotId DemandTable::slot(const std::string& name) {
  const SlotId next{static_cast<std::uint16_t>(slots_.size())};
  const auto [known, fresh] = slot_ids_.emplace(name, next);
  if (fresh) slots_.push_back(name);
  return known->second;
}

ShapeId DemandTable::shape(Demand demand) {
  std::sort(demand.begin(), demand.end());
  const ShapeId next{static_cast<std::uint32_t>(shapes_.size())};
  const auto [known, fresh] = shape_ids_.emplace(std::move(demand), next);
  if (fresh) shapes_.push_back(known->first);
  return known->second;
}

CapacityCheck::CapacityCheck(const std::vector<Node>& nodes, const Pipeline& pipeline,
                             Findings& findings)
    : nodes_(nodes), pipeline_(pipeline), findings_(findings) {
  std::map<std::string, Offer> offers;
  for (const Node& node : nodes) {
    for (const auto& [slot, quantity] : node.resources) {
      Offer& offer = offers[slot];
      if (offer.where.empty() || quantity.raw > offer.most) {
        offer = {slot, quantity.raw, "the largest node, " + quoted(node.name) + ","};
      }
    }
  }
  for (const auto& [slot, quantity] : pipeline.limits.slots) {
    Offer& offer = offers[slot];
    if (offer.where.empty() || quantity.value.raw < offer.most) {
      offer = {slot, quantity.value.raw, "the job, by limits.slots,"};
    }
  }
  for (auto& [slot, offer] : offers) offers_.push_back(std::move(offer));
  for (std::size_t i = 0; i < offers_.size(); ++i) offer_of_.emplace(offers_[i].name, i);
}

void CapacityCheck::check(const Task& task, const SessionSettings& settings) {
  if (nodes_.empty()) return;
  bool each_fits = true;
  for (const auto& [slot, request] : settings.resources) {
    if (!request.given() || request->raw == 0) continue;
    const auto offer = offer_of_.find(slot);
    if (offer == offer_of_.end()) {
      each_fits = false;
      unknown(task, slot, request);
    } else if (request->raw > offers_[offer->second].most) {
      each_fits = false;
      too_large(task, slot, request, offers_[offer->second]);
    }
  }
  if (each_fits) check_together(task, settings);
}

/// A request from the defaults is told once, not for every task.
bool CapacityCheck::is_new(const Task& task, const std::string& slot) {
  return names_slot(task.settings.resources, slot) || told_.insert(slot).second;
}

void CapacityCheck::unknown(const Task& task, const std::string& slot,
                            const Setting<Quantity>& request) {
  if (!is_new(task, slot)) return;
  findings_.add({.code = "unknown-slot",
                 .message = "no node has the slot " + quoted(slot),
                 .span = request.span(),
                 .path = Where{"tasks", task.name, "resources", slot}.text(),
                 .notes = {"give it to the machine (--slots " + slot +
                           "=1) or to this job (limits: {slots: {" + slot + ": 1}})"},
                 .candidates = findings_.candidates(slot, offers_)});
}

void CapacityCheck::too_large(const Task& task, const std::string& slot,
                              const Setting<Quantity>& request, const Offer& offer) {
  if (!is_new(task, slot)) return;
  const Unit unit = unit_of(slot);
  findings_.add({.code = "too-large-request",
                 .message = "no node can hold " + slot + ": " + to_string(*request, unit) +
                            " of the task " + quoted(task.name) + "; " + offer.where + " has " +
                            to_string(Quantity{offer.most}, unit),
                 .span = request.span().line > 0 ? request.span() : task.span,
                 .path = Where{"tasks", task.name, "resources", slot}.text(),
                 .notes = {"ask for less, or give the machine more with --slots"}});
}

bool CapacityCheck::fits(const SessionSettings& settings, const Node& node, const Limits& limits) {
  for (const auto& [slot, request] : settings.resources) {
    if (!request.given() || request->raw <= node.resources.of(slot).raw) continue;
    const bool of_job =
        !node.resources.names(slot) &&
        std::any_of(limits.slots.begin(), limits.slots.end(),
                    [&wanted = slot](const auto& entry) { return entry.first == wanted; });
    if (!of_job) return false;
  }
  return true;
}

void CapacityCheck::check_together(const Task& task, const SessionSettings& settings) {
  for (const Node& node : nodes_) {
    if (fits(settings, node, pipeline_.limits)) return;
  }
  findings_.add({.code = "too-large-request",
                 .message = "no node can hold " + text_of(settings) + " of the task " +
                            quoted(task.name) + " at once",
                 .span = task.span,
                 .path = Where{"tasks", task.name, "resources"}.text(),
                 .notes = {"each slot fits somewhere, but all of them on no single node"}});
}

}  // namespace headway::inline v0
