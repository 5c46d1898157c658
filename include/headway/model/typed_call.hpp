// Typed calls: how the arguments of a C++ function become inputs of a task, and inputs arguments.
#pragma once

#include <headway/model/input_writer.hpp>
#include <headway/model/param_handle.hpp>
#include <headway/model/typed_task.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace headway::inline v0::detail {

// -- what the compiler knows ----------------------------------------------------------------------

template <class... Ts>
struct Types {
  static constexpr std::size_t size = sizeof...(Ts);
};

/// The result and parameters of a function, the leading TaskContext& apart.
template <class Result, class... Parameters>
struct CallShape {
  using result = Result;
  using parameters = Types<std::remove_cvref_t<Parameters>...>;
  static constexpr bool takes_context = false;
  static constexpr bool writes_arguments =
      ((std::is_lvalue_reference_v<Parameters> &&
        !std::is_const_v<std::remove_reference_t<Parameters>>) ||
       ...);
};
template <class Result, class... Parameters>
struct CallShape<Result, TaskContext&, Parameters...> : CallShape<Result, Parameters...> {
  static constexpr bool takes_context = true;
};

template <class Function>
struct ShapeOf : ShapeOf<decltype(&Function::operator())> {};
template <class Result, class... Parameters>
struct ShapeOf<Result (*)(Parameters...)> : CallShape<Result, Parameters...> {};
template <class Result, class... Parameters>
struct ShapeOf<Result (*)(Parameters...) noexcept> : CallShape<Result, Parameters...> {};
template <class Result, class Owner, class... Parameters>
struct ShapeOf<Result (Owner::*)(Parameters...) const> : CallShape<Result, Parameters...> {};
template <class Result, class Owner, class... Parameters>
struct ShapeOf<Result (Owner::*)(Parameters...) const noexcept> : CallShape<Result, Parameters...> {
};

/// How an argument travels: in one input, or in one input per member of a record.
enum class Passing : std::uint8_t { whole, record, records };

/// What an argument of the builder's call gives to the function; a literal gives itself.
template <class Argument>
struct Given {
  using type = Argument;
  static constexpr bool literal = true;
  static constexpr bool fans_out = false;
  static constexpr Passing passing = Passing::whole;
};
template <class T, Passing how>
struct GivenLater {
  using type = T;
  static constexpr bool literal = false;
  static constexpr bool fans_out = false;
  static constexpr Passing passing = how;
};
template <class T>
struct Given<ParamHandle<T>> : GivenLater<T, Passing::whole> {};
template <class T>
struct Given<Each<T>> : GivenLater<T, Passing::whole> {
  static constexpr bool fans_out = true;
};
template <class T>
struct Given<TypedOutput<T, Cardinality::one>> : GivenLater<T, Passing::whole> {};
template <class T>
struct Given<TypedOutput<T, Cardinality::many>> : GivenLater<std::vector<T>, Passing::whole> {};
template <class R>
struct Given<TypedTask<R, Cardinality::one>>
    : GivenLater<R, RecordType<R> ? Passing::record : Passing::whole> {};
template <class R>
struct Given<TypedTask<R, Cardinality::many>>
    : GivenLater<std::vector<R>, RecordType<R> ? Passing::records : Passing::whole> {};
template <>
struct Given<TypedTask<void, Cardinality::one>> : GivenLater<void, Passing::whole> {};
template <>
struct Given<TypedTask<void, Cardinality::many>> : GivenLater<void, Passing::whole> {};

template <class Argument, class Parameter>
constexpr void check_argument() {
  using Type = typename Given<Argument>::type;
  static_assert(Convertible<Parameter>,
                "the pipeline language has no type for this parameter; specialise "
                "headway::Conversion or headway::Record for it");
  static_assert(!std::is_void_v<Type>, "this task gives no result; use depends_on");
  static_assert(
      !std::is_base_of_v<TaskHandle, Argument> && !std::is_same_v<Argument, Reference> &&
          !std::is_same_v<Argument, OutputReference>,
      "the type of this reference is not known; use a typed task or output[&Record::member]");
  if constexpr (Given<Argument>::literal) {
    static_assert(std::is_convertible_v<const Argument&, Parameter>,
                  "this argument does not convert to the function's parameter");
    static_assert(!(std::is_floating_point_v<Argument> && std::is_integral_v<Parameter>),
                  "a floating-point argument would be cut to an integer");
  } else {
    static_assert(std::is_same_v<Type, Parameter>,
                  "this argument is not of the parameter's type; the result of a fan-out is a "
                  "std::vector of its function's results");
  }
}

template <class... Arguments, class... Parameters>
constexpr void check_arguments(Types<Parameters...> /*parameters*/) {
  if constexpr (sizeof...(Arguments) == sizeof...(Parameters)) {
    (check_argument<Arguments, Parameters>(), ...);
  }
}

// -- writing inputs -------------------------------------------------------------------------------

/// The inputs that carry one argument, by name: one, or one per member of a record.
using InputNames = std::vector<std::string>;

template <class Parameter, class T>
InputNames write_argument(InputWriter& writer, const ParamHandle<T>& argument, std::size_t) {
  return {writer.add(argument.name(), type_for<Parameter>(), argument.expression())};
}
template <class Parameter, class T>
InputNames write_argument(InputWriter& writer, const Each<T>& argument, std::size_t position) {
  const auto wanted = argument.axis.empty() ? InputWriter::positional(position) : argument.axis;
  return {writer.add_axis(wanted, type_for<Parameter>(), argument.values)};
}
template <class Parameter, class T, Cardinality cardinality>
InputNames write_argument(InputWriter& writer, const TypedOutput<T, cardinality>& argument,
                          std::size_t) {
  return {writer.add(argument.output(), type_for<Parameter>(), argument.expression())};
}
template <class Parameter, class R, Cardinality cardinality>
InputNames write_argument(InputWriter& writer, const TypedTask<R, cardinality>& argument,
                          std::size_t) {
  if constexpr (RecordType<R>) {
    return writer.add_members(argument.name(), outputs_for<R>(), cardinality);
  } else {
    const OutputReference result(argument.name(), std::string(single_output));
    return {writer.add(InputWriter::variable_form(argument.name()), type_for<Parameter>(),
                       result.expression())};
  }
}
template <class Parameter, class Literal>
InputNames write_argument(InputWriter& writer, const Literal& argument, std::size_t position) {
  const Parameter value(argument);
  return {writer.add(InputWriter::positional(position), type_for<Parameter>(),
                     escaped_expressions(to_value(value)))};
}

// -- reading inputs -------------------------------------------------------------------------------

inline const Value& required(const Values& inputs, const std::string& name) {
  const auto found = inputs.find(name);
  if (found == inputs.end()) throw Error("the input \"" + name + "\" is missing");
  return found->second;
}

/// The members of a record from the inputs that carry them.
template <class R>
Values members_of(const Values& inputs, const InputNames& names) {
  Values members;
  for (std::size_t i = 0; i < names.size(); ++i) {
    members.emplace(Record<R>::names()[i], required(inputs, names[i]));
  }
  return members;
}

template <class R>
std::vector<R> records_of(const Values& inputs, const InputNames& names) {
  std::vector<Values> rows;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& column = held<Value::List>(required(inputs, names[i]), list_of({Type::Kind::json}));
    if (i == 0) rows.resize(column.size());
    if (column.size() != rows.size()) throw Error("the lists of a fan-out differ in length");
    for (std::size_t row = 0; row < rows.size(); ++row) {
      rows[row].emplace(Record<R>::names()[i], column[row]);
    }
  }
  std::vector<R> records;
  records.reserve(rows.size());
  for (const auto& row : rows) records.push_back(Record<R>::template from_values<R>(row));
  return records;
}

template <class Parameter, Passing passing>
Parameter read_argument(const Values& inputs, const InputNames& names) {
  if constexpr (passing == Passing::whole) {
    return field_of<Parameter>(inputs, names.front());
  } else if constexpr (passing == Passing::record) {
    return Record<Parameter>::template from_values<Parameter>(members_of<Parameter>(inputs, names));
  } else {
    return records_of<typename Parameter::value_type>(inputs, names);
  }
}

/// A function with the names of the inputs it takes its arguments from.
template <class Function, class Parameters, class... Arguments>
class TypedCall;

template <class Function, class... Parameters, class... Arguments>
class TypedCall<Function, Types<Parameters...>, Arguments...> {
 public:
  using Shape = ShapeOf<Function>;
  using Result = typename Shape::result;

  TypedCall(Function function, InputWriter& writer, const Arguments&... arguments)
      : function_(std::move(function)) {
    std::size_t position = 0;
    ((names_[position] = write_argument<Parameters>(writer, arguments, position), ++position), ...);
  }

  Values operator()(TaskContext& context, const Values& inputs) const {
    return call(context, inputs, std::index_sequence_for<Parameters...>());
  }

 private:
  template <std::size_t... I>
  Values call(TaskContext& context, const Values& inputs, std::index_sequence<I...>) const {
    const auto invoke = [&]() -> Result {
      if constexpr (Shape::takes_context) {
        return function_(
            context, read_argument<Parameters, Given<Arguments>::passing>(inputs, names_[I])...);
      } else {
        return function_(
            read_argument<Parameters, Given<Arguments>::passing>(inputs, names_[I])...);
      }
    };
    if constexpr (std::is_void_v<Result>) {
      invoke();
      return {};
    } else {
      return to_outputs<std::remove_cvref_t<Result>>(invoke());
    }
  }

  Function function_;
  std::array<InputNames, sizeof...(Parameters)> names_;
};

}  // namespace headway::inline v0::detail
