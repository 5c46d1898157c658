// Values: what params, inputs and outputs hold.
#pragma once

#include <headway/model/type.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// A file or folder that a task produced, committed and hashed.
struct Artifact {
  std::string path;    // absolute, of the read-only copy
  std::string digest;  // "sha256:…"
  bool directory = false;
  friend bool operator==(const Artifact&, const Artifact&) = default;
};

/// A JSON-like value with integers kept apart from floating point, and artifacts. A value type.
class Value {
 public:
  using List = std::vector<Value>;
  using Map = std::map<std::string, Value, std::less<>>;
  using Data =
      std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map, Artifact>;

  Value() = default;  // null
  Value(bool v) : data_(v) {}
  Value(std::int64_t v) : data_(v) {}
  Value(int v) : data_(std::int64_t{v}) {}
  Value(double v) : data_(v) {}
  Value(std::string v) : data_(std::move(v)) {}
  Value(const char* v) : data_(std::string(v)) {}
  Value(List v) : data_(std::move(v)) {}
  Value(Map v) : data_(std::move(v)) {}
  Value(Artifact v) : data_(std::move(v)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  /// The alternative `T`, or null when the value holds another.
  template <class T>
  [[nodiscard]] const T* get_if() const {
    return std::get_if<T>(&data_);
  }
  template <class T>
  [[nodiscard]] T* get_if() {
    return std::get_if<T>(&data_);
  }
  [[nodiscard]] const Data& data() const { return data_; }

  friend bool operator==(const Value&, const Value&) = default;

 private:
  Data data_;
};

/// Named values: the params of a job, the outputs of an instance.
using Values = Value::Map;

/// Compact JSON; floating point in the shortest form that reads back equal and always with a `.` or
/// an exponent (`1.0`); an artifact as `{"path": …, "digest": …}`.
std::string to_json(const Value& value);

/// How a value stands inside a longer string: strings raw, an artifact as its path, all else as
/// JSON.
std::string format(const Value& value);

/// Whether `value` is of `type`. An integer is no float and a float no integer, as in the files.
bool conforms(const Value& value, const Type& type);

/// The narrowest type that holds `value`: `list(int)` for `[1, 2]`, `json` for mixed lists and
/// null.
Type type_of(const Value& value);

}  // namespace headway::inline v0
