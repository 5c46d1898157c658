// Answers from the values of a job: what the next attempt asks for.
#include "evaluation.hpp"
#include "job_scope.hpp"

#include <headway/base/error.hpp>
#include <headway/job/expression.hpp>
#include <headway/model/devices_fit.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace headway::inline v0 {

namespace {

/// Bytes as they are; everything else in units, so that `1.5 * resources.cpu` is what it says.
Value amount_of(const std::string& slot, Quantity quantity) {
  if (unit_of(slot) == Unit::byte) return quantity.raw;
  return static_cast<double>(quantity.raw) / 1000.0;
}

Quantity quantity_of(const std::string& slot, const Value& value) {
  const Unit unit = unit_of(slot);
  std::optional<Quantity> quantity;
  if (const auto* text = value.get_if<std::string>()) quantity = parse_quantity(*text, unit);
  const auto* whole = value.get_if<std::int64_t>();
  if (whole != nullptr && *whole >= 0 && *whole < std::int64_t{1} << 52) {
    quantity = Quantity{unit == Unit::byte ? *whole : *whole * 1000};
  }
  const auto* number = value.get_if<double>();
  if (number != nullptr && *number >= 0 && *number < 1e12) {
    quantity =
        Quantity{static_cast<std::int64_t>(unit == Unit::byte ? *number : *number * 1000.0 + 0.5)};
  }
  if (!quantity) throw Error(to_json(value) + " is no quantity of \"" + slot + '"');
  return *quantity;
}

bool fits(const Resources& request, const Node& node) {
  for (const auto& [slot, quantity] : request) {
    const bool of_devices = slot == "gpu_mem";
    if (!of_devices && node.resources.names(slot) && quantity > node.resources.of(slot)) {
      return false;
    }
  }
  return !node.resources.names("gpu_mem") || devices_fit(node, request);
}

}  // namespace

Fact Evaluation::retry(const Evaluate& asked) const {
  const JobGraph& graph = status.graphs().of(asked.instance);
  const RetryRule& rule = graph.plan->retry(graph.task(asked.instance))[asked.rule];
  Resources request;
  for (const auto& [slot, amount] : graph.plan->demand(graph.task(asked.instance).shape)) {
    request.set(graph.plan->slots()[slot.value], {amount});
  }
  if (status.instance(asked.instance).request) request = *status.instance(asked.instance).request;
  Value::Map present;
  for (const auto& [slot, quantity] : status.graphs().settings(asked.instance).resources) {
    present.emplace(slot, amount_of(slot, {}));  // what is 0 is no part of a demand
  }
  for (const auto& [slot, quantity] : request) present[slot] = amount_of(slot, quantity);
  JobScope scope(status, id, folders, asked.instance);
  scope.add("resources", Value(std::move(present)));
  for (const auto& [slot, text] : rule.resources) {
    request.set(slot, quantity_of(slot, evaluate(Value(text.value), scope)));
  }
  bool held = nodes.empty();
  for (const Node& node : nodes) held = held || fits(request, node);
  for (const auto& [slot, most] : inner.quota) held = held && request.of(slot) <= most;
  if (!held) {
    return InstanceEnded{
        .instance = asked.instance,
        .state = InstanceState::failed,
        .cause = asked.cause,
        .message = "no node holds what the next attempt would ask for: " + to_string(request)};
  }
  return InstanceRetrying{.instance = asked.instance,
                          .attempt = asked.attempt,
                          .until = asked.until,
                          .rule = asked.rule,
                          .resources = std::make_shared<const Resources>(std::move(request))};
}

}  // namespace headway::inline v0
