// Fan-outs: one task, many instances.
#pragma once

#include <headway/base/source_span.hpp>
#include <headway/model/value.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// One axis of a matrix: a list of scalars, or one `${{ params.x }}` that yields such a list.
struct Axis {
  std::string name;
  std::variant<Value::List, std::string> values{};
  SourceSpan span{};
  friend bool operator==(const Axis&, const Axis&) = default;
};

/// Values of some axes, as `exclude` names them, or of all, as `include` adds them.
struct Combination {
  std::vector<std::pair<std::string, Value>> values{};
  SourceSpan span{};
  friend bool operator==(const Combination&, const Combination&) = default;
};

/// A static fan-out: the cross product of the axes, last axis fastest, minus exclude, plus include.
struct Matrix {
  std::vector<Axis> axes{};
  std::vector<Combination> exclude{};
  std::vector<Combination> include{};
  SourceSpan span{};
  friend bool operator==(const Matrix&, const Matrix&) = default;
};

/// How many elements of a fan-out may fail without the whole failing.
struct Tolerance {
  std::uint32_t amount = 0;
  bool percent = false;  // of all elements; else a number of them
  friend bool operator==(const Tolerance&, const Tolerance&) = default;

  /// Whether `failed` of `all` are borne.
  [[nodiscard]] bool bears(std::uint32_t failed, std::uint32_t all) const {
    if (!percent) return failed <= amount;
    return std::uint64_t{failed} * 100 <= std::uint64_t{amount} * all;
  }
};

/// A dynamic fan-out: an instance for each element of a list that is known when its maker ends.
struct Map {
  Text over{};  // an expression that yields a list
  Tolerance tolerate_failures{};
  SourceSpan span{};
  friend bool operator==(const Map&, const Map&) = default;
};

}  // namespace headway::inline v0
