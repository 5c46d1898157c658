// Time axes and their ticks.
#include "gantt_axis.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace headway::inline v0 {

namespace {

constexpr Duration millisecond{1000};
constexpr Duration second{1'000'000};
constexpr Duration minute{60'000'000};
constexpr Duration hour{3'600'000'000};
constexpr Duration day{86'400'000'000};
constexpr Duration furthest{std::int64_t{1} << 61};  // differences of such do not overflow

Duration kept_within(Duration at) { return std::clamp(at, Duration{} - furthest, furthest); }

/// The least of 1, 2, 5, 10, 20, … units that is at least `least`.
Duration decimal_interval(Duration unit, double least) {
  constexpr std::array<std::int64_t, 3> mantissas{1, 2, 5};
  for (std::int64_t power = unit.us;; power *= 10) {
    for (const auto mantissa : mantissas) {
      if (static_cast<double>(power * mantissa) >= least) return {power * mantissa};
    }
  }
}

/// The least interval that people count in and that is at least `least` microseconds.
Duration round_interval(double least) {
  constexpr std::array<Duration, 15> customary{{{1 * second.us},
                                                {2 * second.us},
                                                {5 * second.us},
                                                {10 * second.us},
                                                {15 * second.us},
                                                {30 * second.us},
                                                {1 * minute.us},
                                                {2 * minute.us},
                                                {5 * minute.us},
                                                {10 * minute.us},
                                                {15 * minute.us},
                                                {30 * minute.us},
                                                {1 * hour.us},
                                                {2 * hour.us},
                                                {3 * hour.us}}};
  if (least <= static_cast<double>(second.us) / 2) return decimal_interval({1}, least);
  for (const Duration interval : customary) {
    if (static_cast<double>(interval.us) >= least) return interval;
  }
  for (const Duration interval : {Duration{6 * hour.us}, Duration{12 * hour.us}}) {
    if (static_cast<double>(interval.us) >= least) return interval;
  }
  return decimal_interval(day, least);
}

/// `count` of a unit, and what is left in the next smaller one, where anything is.
std::string in_two_units(std::int64_t count, char unit, std::int64_t rest, char rest_unit) {
  if (rest == 0) return fmt::format("{}{}", count, unit);
  return fmt::format("{}{} {:02}{}", count, unit, rest, rest_unit);
}

std::string label_of(std::uint64_t us, Duration interval) {
  const auto at = static_cast<std::int64_t>(us);
  const auto fine = static_cast<double>(at);
  if (at >= day.us) return in_two_units(at / day.us, 'd', at % day.us / hour.us, 'h');
  if (at >= hour.us) return in_two_units(at / hour.us, 'h', at % hour.us / minute.us, 'm');
  if (at >= minute.us) return in_two_units(at / minute.us, 'm', at % minute.us / second.us, 's');
  if (at == 0 || at >= second.us || interval >= second) return fmt::format("{:.6g} s", fine / 1e6);
  if (at >= millisecond.us || interval >= millisecond) return fmt::format("{:.6g} ms", fine / 1e3);
  return fmt::format("{} µs", at);
}

Tick tick_at(std::int64_t us, Duration interval) {
  return {{us}, (us < 0 ? "−" : "") + label_of(magnitude(us), interval)};
}

}  // namespace

double TimeAxis::position(Duration at) const {
  const auto from = static_cast<double>(first.us);
  const double share = (static_cast<double>(at.us) - from) / (static_cast<double>(last.us) - from);
  return left + (right - left) * std::clamp(share, 0.0, 1.0);
}

Duration end_of(const Gantt& gantt) {
  Duration end;
  for (const auto& bar : gantt.bars) end = std::max({end, bar.start, bar.end});
  return end;
}

TimeAxis axis_of(const Gantt& gantt, double left, double right) {
  Duration first;
  for (const auto& bar : gantt.bars) first = std::min(first, bar.start);
  const Duration now = gantt.now.value_or(Duration{});
  const Duration last = std::max({end_of(gantt), gantt.lower_bound, now});
  TimeAxis axis{kept_within(std::min(first, now)), kept_within(last), left, right};
  if (axis.first == axis.last) axis.last = axis.last + second;
  return axis;
}

std::vector<Tick> ticks_of(const TimeAxis& axis, std::size_t most) {
  const auto span = static_cast<double>((axis.last - axis.first).us);
  const Duration interval =
      round_interval(span / static_cast<double>(std::max<std::size_t>(most, 1)));
  std::vector<Tick> ticks;
  std::int64_t at = axis.first.us / interval.us * interval.us;
  for (; at <= axis.last.us; at += interval.us) {
    if (at >= axis.first.us) ticks.push_back(tick_at(at, interval));
  }
  return ticks;
}

}  // namespace headway::inline v0
