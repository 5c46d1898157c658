// Sharing: how jobs of several owners share the nodes.
#pragma once

#include <headway/model/resources.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Whose job is served first.
enum class Sharing : std::uint8_t {
  fifo,  // that of the job which started first
  drf,   // dominant resource fairness: that of the owner who has least of what it has most of
};

std::string_view to_string(Sharing sharing);
std::optional<Sharing> parse_sharing(std::string_view text);

/// What one owner may have, over all of its jobs. A value.
struct Quota {
  Resources max_slots{};       // slots that are not named are free to all
  std::uint32_t max_jobs = 0;  // jobs that start something; later ones wait. 0: any number
  friend bool operator==(const Quota&, const Quota&) = default;
};

/// By owner; the one of `*` is each owner's who is not named.
using Quotas = std::map<std::string, Quota, std::less<>>;

/// The quota that counts for an owner; one without bounds if none does.
const Quota& quota_of(const Quotas& quotas, std::string_view owner);

// ---------------------------------------------------------------------------------------------

inline std::string_view to_string(Sharing sharing) {
  return sharing == Sharing::drf ? "drf" : "fifo";
}

inline std::optional<Sharing> parse_sharing(std::string_view text) {
  if (text == "fifo") return Sharing::fifo;
  if (text == "drf") return Sharing::drf;
  return {};
}

inline const Quota& quota_of(const Quotas& quotas, std::string_view owner) {
  static const Quota none{};
  auto found = quotas.find(owner);
  if (found == quotas.end()) found = quotas.find("*");
  return found == quotas.end() ? none : found->second;
}

}  // namespace headway::inline v0
