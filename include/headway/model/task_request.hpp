// Task requests: what the calls of a task handle take.
#pragma once

#include <headway/model/conversion.hpp>
#include <headway/model/reference.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

namespace detail {

/// A C++ value, a reference or a text as the value of an argument.
template <class T>
Value argument_value(const T& value) {
  if constexpr (std::convertible_to<T, std::string>) {
    return Value(static_cast<std::string>(value));
  } else if constexpr (Convertible<T>) {
    return to_value(value);
  } else {
    return Value(value);
  }
}

}  // namespace detail

/// What undoes a task, one of three: `{.command = {"./undeploy.sh"}}`.
struct CompensationRequest {
  std::vector<std::string> command{};
  std::string script{};
  std::string call{};
};

/// An output as `outputs` takes it: `{"rows", "int"}`, `{"clean", "directory", "data/clean"}`.
struct OutputRequest {
  std::string name;
  std::string type;
  std::string path{};                 // beneath the output folder; empty: the name
  std::string value{};                // of a join: an expression
  std::vector<std::string> values{};  // the words of an enum
};

/// The values of an axis: `{"cnn", "mlp"}`, a vector, or a reference to a list.
class AxisValues {
 public:
  AxisValues(std::initializer_list<Value> values) : written_(Value::List(values)) {}
  AxisValues(const Reference& list) : written_(list.expression()) {}
  template <Convertible T>
  AxisValues(const std::vector<T>& values)
      : written_(*to_value(values).template get_if<Value::List>()) {}
  [[nodiscard]] const std::variant<Value::List, std::string>& written() const { return written_; }

 private:
  std::variant<Value::List, std::string> written_;
};

/// An axis as `matrix` takes it.
struct AxisRequest {
  std::string name;
  AxisValues values;
};

/// A named argument: `{"rate", 0.1}`, `{"stage", stage}`; a string may hold `${{ }}`.
struct Argument {
  template <class T>
  Argument(std::string argument, const T& given)
      : name(std::move(argument)), value(detail::argument_value(given)) {}
  std::string name;
  Value value;
};

/// The job inside a job: from a file beside this one, or from one that a task makes.
struct PipelineRequest {
  std::string path{};
  std::string from{};  // an expression that yields a file
  std::vector<Argument> params{};
};

/// What a person is asked.
struct ApprovalRequest {
  std::string message{};
  std::vector<std::string> approvers{};  // users; empty: anyone
  Duration timeout{};                    // 0: none
  ApprovalBody::OnTimeout on_timeout = ApprovalBody::OnTimeout::fail;
};

/// When a loop ends.
struct RepeatRequest {
  std::string until{};  // an expression over the body's tasks and `outputs`
  std::uint32_t max_rounds = 1;
  Duration delay{};  // between rounds
};

}  // namespace headway::inline v0
