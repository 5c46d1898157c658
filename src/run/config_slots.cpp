// Reading slots and quotas of a store's configuration.
#include "config_slots.hpp"

#include "config_findings.hpp"

#include <headway/base/name.hpp>
#include <headway/base/quantity.hpp>

#include <cstdint>
#include <string>

namespace headway::inline v0 {

namespace {

using yaml::Tree;

constexpr std::uint32_t most_jobs = 1'000'000;

void read_slot(const Tree& part, Resources& slots, Diagnostics& found) {
  if (!is_name(part.key)) {
    return found.add(
        {.code = "illegal-name",
         .message = "\"" + part.key + "\" cannot be the name of a slot",
         .span = part.key_span,
         .path = part.key,
         .notes = {
             "a name has letters, digits, \"_\", begins with a letter or \"_\", and is at most 63 long"}});
  }
  const auto amount =
      part.is_scalar() ? parse_quantity(part.word, unit_of(part.key)) : std::nullopt;
  if (!amount) {
    find(found, "bad-quantity", "\"" + part.word + "\" is no quantity of \"" + part.key + '"', part,
         {"such as 8, 0.5, or 32Gi of what is counted in bytes"});
  }
  slots.set(part.key, amount.value_or(Quantity{}));
}

std::uint32_t jobs_in(const Tree& tree, Diagnostics& found) {
  const auto count =
      tree.kind == Tree::Kind::integer ? parse_quantity(tree.word, unit_of("cpu")) : std::nullopt;
  if (count && count->raw >= 1000 && count->raw <= std::int64_t{1000} * most_jobs) {
    return static_cast<std::uint32_t>(count->raw / 1000);
  }
  find(found, "out-of-range", "\"max_jobs\" is a whole number from 1 to 1000000", tree,
       {"leave it out where an owner may have any number of jobs at work"});
  return 0;
}

Resources slots_of_quota(const Tree& tree, Diagnostics& found) {
  Resources slots = slots_in(tree, found);
  if (const Tree* memory = tree.find("gpu_mem")) {
    find(found, "wrong-type", "\"gpu_mem\" is memory of each device and has no sum", *memory,
         {"bound the devices: gpu"});
  }
  return slots;
}

Quota quota_in(const Tree& tree, Diagnostics& found) {
  if (tree.kind != Tree::Kind::map) {
    find(found, "wrong-type", "a quota is a map", tree,
         {"such as {max_slots: {cpu: 8, gpu: 1}, max_jobs: 2}"});
    return {};
  }
  Quota quota;
  for (const Tree& part : tree.parts) {
    if (part.key == "max_slots") {
      quota.max_slots = slots_of_quota(part, found);
    } else if (part.key == "max_jobs") {
      quota.max_jobs = jobs_in(part, found);
    } else {
      find_unknown_key(found, part, "a quota", {"max_slots", "max_jobs"});
    }
  }
  return quota;
}

}  // namespace

Resources slots_in(const Tree& tree, Diagnostics& found) {
  Resources slots;
  if (tree.kind != Tree::Kind::map) {
    find(found, "wrong-type", "\"" + tree.key + "\" is a map from slots to quantities", tree,
         {"such as {cpu: 8, mem: 32Gi, licence: 2}"});
    return slots;
  }
  for (const Tree& part : tree.parts) read_slot(part, slots, found);
  return slots;
}

Quotas quotas_in(const Tree& tree, Diagnostics& found) {
  Quotas quotas;
  if (tree.kind != Tree::Kind::map) {
    find(found, "wrong-type", "\"quotas\" is a map from owners to quotas", tree,
         {"such as {ada: {max_slots: {gpu: 1}}, \"*\": {max_jobs: 4}}; * is each other owner"});
    return quotas;
  }
  for (const Tree& part : tree.parts) quotas.emplace(part.key, quota_in(part, found));
  return quotas;
}

}  // namespace headway::inline v0
