// Param handles, and fan-outs over what they hold.
#pragma once

#include <headway/model/conversion.hpp>
#include <headway/model/reference.hpp>

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// A param whose values are `T`. A small copyable handle, valid while its builder lives.
template <Convertible T>
class ParamHandle : public Reference {
 public:
  ParamHandle(PipelineDraft& draft, std::size_t index)
      : Reference("params." + draft.param(index).name), draft_(&draft), index_(index) {}

  [[nodiscard]] const std::string& name() const { return here().name; }
  ParamHandle description(const std::string& text) const {
    here().description = text;
    return *this;
  }
  ParamHandle min(T least) const requires std::is_arithmetic_v<T> {
    here().min = to_value(least);
    return *this;
  }
  ParamHandle max(T most) const requires std::is_arithmetic_v<T> {
    here().max = to_value(most);
    return *this;
  }
  /// Makes it an enumeration of these words.
  ParamHandle one_of(
      const std::vector<std::string>& words) const requires std::same_as<T, std::string> {
    here().type = {.kind = Type::Kind::enumeration, .values = words};
    return *this;
  }

 private:
  [[nodiscard]] Param& here() const { return draft_->param(index_); }
  PipelineDraft* draft_;
  std::size_t index_;
};

/// What an axis of a matrix may hold.
template <class T>
concept Scalar = Convertible<T> &&
    (std::same_as<T, std::string> || std::same_as<T, bool> || std::same_as<T, double> ||
     std::same_as<T, float> || std::integral<T>);

/// An argument that makes its task a fan-out: one instance for each value. A value.
template <Scalar T>
struct Each {
  std::string axis;                                 // empty: named by the position of the argument
  std::variant<Value::List, std::string> values{};  // as in a matrix
};

/// The axis has the name of the param.
template <Scalar T>
Each<T> each(const ParamHandle<std::vector<T>>& list) {
  return {.axis = list.name(), .values = list.expression()};
}
template <Scalar T>
Each<T> each(const std::string& axis, const std::vector<T>& values) {
  return {.axis = axis, .values = *to_value(values).template get_if<Value::List>()};
}
template <Scalar T>
Each<T> each(const std::vector<T>& values) {
  return each(std::string(), values);
}

}  // namespace headway::inline v0
