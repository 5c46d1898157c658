// Arbitrary facts and values for property tests.
#pragma once

#include <headway/event/event.hpp>

#include <rapidcheck.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace arbitrary {

inline rc::Gen<std::string> text() { return rc::gen::arbitrary<std::string>(); }

inline rc::Gen<headway::Value> scalar() {
  using headway::Value;
  const auto as_value = [](auto&& v) { return Value(std::forward<decltype(v)>(v)); };
  return rc::gen::oneOf(
      rc::gen::just(Value()), rc::gen::map(rc::gen::arbitrary<bool>(), as_value),
      rc::gen::map(rc::gen::arbitrary<std::int64_t>(), as_value),
      rc::gen::map(rc::gen::arbitrary<double>(), as_value), rc::gen::map(text(), as_value),
      rc::gen::map(rc::gen::tuple(text(), text(), rc::gen::arbitrary<bool>()), [](const auto& t) {
        return Value(headway::Artifact{std::get<0>(t), std::get<1>(t), std::get<2>(t)});
      }));
}

/// Names, some of which look like words of a codec.
inline rc::Gen<std::string> key() {
  return rc::gen::oneOf(text(), rc::gen::map(text(), [](const std::string& t) { return "$" + t; }),
                        rc::gen::element<std::string>("$bytes", "$artifact", "$$x", "rows"));
}

inline rc::Gen<headway::Value> value(int depth = 2) {
  if (depth == 0) return scalar();
  return rc::gen::oneOf(
      scalar(),
      rc::gen::map(rc::gen::container<std::vector<headway::Value>>(value(depth - 1)),
                   [](auto list) { return headway::Value(std::move(list)); }),
      rc::gen::map(rc::gen::container<std::vector<std::pair<std::string, headway::Value>>>(
                       rc::gen::pair(key(), value(depth - 1))),
                   [](const auto& pairs) {
                     return headway::Value(headway::Value::Map(pairs.begin(), pairs.end()));
                   }));
}

/// Small at each of the three levels: rapidcheck multiplies sizes, and 100 · 100 · 100 takes
/// seconds.
inline rc::Gen<headway::Values> values() {
  return rc::gen::map(
      rc::gen::scale(0.15, rc::gen::container<std::vector<std::pair<std::string, headway::Value>>>(
                               rc::gen::pair(key(), value()))),
      [](const auto& pairs) { return headway::Values(pairs.begin(), pairs.end()); });
}

inline headway::Cause cause() {
  const auto kind = static_cast<headway::Cause::Kind>(
      *rc::gen::inRange(0, 1 + static_cast<int>(headway::Cause::Kind::upstream)));
  const bool numbered =
      kind == headway::Cause::Kind::exit_code || kind == headway::Cause::Kind::signal;
  return {kind, numbered ? *rc::gen::arbitrary<std::int32_t>() : 0};
}

inline headway::Resources resources() {
  headway::Resources result;
  for (const char* slot : {"cpu", "gpu", "licence"}) {
    if (*rc::gen::arbitrary<bool>()) result.set(slot, {*rc::gen::arbitrary<std::int64_t>()});
  }
  return result;
}

inline std::vector<headway::DeviceShare> device_shares() {
  std::vector<headway::DeviceShare> shares;
  for (const auto& [device, share] :
       *rc::gen::arbitrary<std::vector<std::pair<std::uint16_t, std::uint16_t>>>()) {
    shares.push_back({device, share});
  }
  return shares;
}

/// Any fact but JobStarted, whose durable form is no event.
inline headway::Fact fact() {
  using namespace headway;
  const InstanceId instance{*rc::gen::arbitrary<std::uint32_t>()};
  const Attempt attempt = *rc::gen::arbitrary<std::uint32_t>();
  switch (*rc::gen::inRange(1, 16)) {
    case 1: return JobCancelRequested{*text()};
    case 2: return JobPaused{*text()};
    case 3: return JobResumed{};
    case 4: return JobEnded{static_cast<JobState>(*rc::gen::inRange(0, 5)), cause()};
    case 5: return AttemptIntended{instance, attempt};
    case 6:
      return SessionAccepted{
          instance, attempt,
          std::make_shared<Placement>(Placement{*text(), resources(), device_shares()}), *text()};
    case 7: return SessionStarted{instance, attempt, *text()};
    case 8:
      return AttemptEnded{instance, attempt, cause(), std::make_shared<Values>(*values()),
                          *text(),  *text()};
    case 9: return AttemptAbsent{instance, attempt};
    case 10: return AttemptUnknown{instance, attempt};
    case 11: return InstanceRetrying{instance, attempt, {*rc::gen::arbitrary<std::int64_t>()}};
    case 12:
      return InstanceEnded{instance, static_cast<InstanceState>(*rc::gen::inRange(0, 12)), cause()};
    case 13: return LateIgnored{instance, attempt, *text()};
    case 14: return InstanceKeyed{instance, *text(), std::make_shared<Value>(*values()), *text()};
    default:
      return NodesChanged{{Node{*text(),
                                resources(),
                                {*text(), *text()},
                                *rc::gen::arbitrary<std::vector<std::int64_t>>()}}};
  }
}

}  // namespace arbitrary
