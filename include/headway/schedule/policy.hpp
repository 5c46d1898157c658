// Policies: in which order ready instances are considered.
#pragma once

#include <headway/schedule/sharing.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace headway::inline v0 {

enum class Order : std::uint8_t {
  fifo,           // as they became ready
  critical_path,  // user priority, then upward rank: the longest path that remains
  planned,        // as a schedule that was computed
};

/// How the scheduler decides. A value with defaults.
struct SchedulePolicy {
  Order order = Order::critical_path;  // of a job's instances: `places_of`, for Scheduler::serve
  std::uint32_t intents_ahead = 64;    // intents recorded before their slot is free
  std::uint32_t successors = 0;        // short sessions launched behind each that runs, at most
  std::uint32_t patience = 16;      // others that start before what has no room, until room is kept
  bool paused = false;              // start nothing new
  Sharing sharing = Sharing::fifo;  // between jobs
  Quotas quotas{};                  // by owner
};

std::string_view to_string(Order order);
std::optional<Order> parse_order(std::string_view text);

// ---------------------------------------------------------------------------------------------

inline std::string_view to_string(Order order) {
  switch (order) {
    case Order::fifo: return "fifo";
    case Order::critical_path: return "critical_path";
    case Order::planned: return "planned";
  }
  return "fifo";
}

inline std::optional<Order> parse_order(std::string_view text) {
  for (const Order order : {Order::fifo, Order::critical_path, Order::planned}) {
    if (text == to_string(order)) return order;
  }
  return {};
}

}  // namespace headway::inline v0
