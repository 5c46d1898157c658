// Records: structs of the host whose members are outputs by name.
#pragma once

#include <headway/model/conversion.hpp>
#include <headway/model/task.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Says that `T` is a record and which members it has, in order:
///
///     template <> struct headway::Record<Trained>
///         : headway::Fields<&Trained::rate, &Trained::accuracy> {};
///
/// The names of the outputs are those of the members. `T` must be default-constructible.
template <class T>
struct Record;

/// The members of a record, their names and their types.
template <auto... Members>
struct Fields;

template <class T>
concept RecordType = requires {
  Record<T>::names();
};

/// What a function that returns `T` gives: the members of a record, else one output `result`;
/// nothing for `void`.
template <class T>
std::vector<OutputDeclaration> outputs_for();

/// The outputs of a result, and the result of outputs. `from_outputs` throws Error where one is
/// missing or ill-typed.
template <class T>
Values to_outputs(const T& result);
template <class T>
T from_outputs(const Values& outputs);

/// The name of the output that holds a result that is no record.
inline constexpr std::string_view single_output = "result";

// ---------------------------------------------------------------------------------------------

namespace detail {

template <auto Member>
constexpr const char* spelled_member() {  // returns no std type, which gcc would explain at the end
  return __PRETTY_FUNCTION__;
}

/// `rate` of `… [with auto Member = &Trained::rate]` (gcc) or `… [Member = &Trained::rate]`
/// (clang).
template <auto Member>
constexpr std::string_view member_name() {
  std::string_view text = spelled_member<Member>();
  text.remove_suffix(1);
  return text.substr(text.rfind(':') + 1);
}

template <class Member>
struct MemberTypes;
template <class Owner, class Value>
struct MemberTypes<Value Owner::*> {
  using owner = Owner;
  using type = Value;
};

/// `values[name]`, with the name in what is thrown.
template <class T>
T field_of(const Values& values, std::string_view name) {
  const auto found = values.find(name);
  if (found == values.end()) throw Error("there is no value named \"" + std::string(name) + "\"");
  try {
    return Conversion<T>::from_value(found->second);
  } catch (const Error& error) {
    throw Error("\"" + std::string(name) + "\": " + error.what());
  }
}

}  // namespace detail

template <auto... Members>
struct Fields {
  static constexpr std::array<std::string_view, sizeof...(Members)> names() {
    return {detail::member_name<Members>()...};
  }
  /// The name of a member; empty when it is none of the record's.
  template <class Member>
  static std::string_view name_of(Member member) {
    std::string_view name;
    const auto compare = [&]<auto Known>() {
      if constexpr (std::is_same_v<Member, decltype(Known)>) {
        if (member == Known) name = detail::member_name<Known>();
      }
    };
    (compare.template operator()<Members>(), ...);
    return name;
  }
  static std::vector<Type> types() {
    return {type_for<typename detail::MemberTypes<decltype(Members)>::type>()...};
  }
  template <class T>
  static Values to_values(const T& record) {
    Values values;
    (values.emplace(detail::member_name<Members>(), to_value(record.*Members)), ...);
    return values;
  }
  template <class T>
  static T from_values(const Values& values) {
    T record{};
    ((record.*Members = detail::field_of<typename detail::MemberTypes<decltype(Members)>::type>(
          values, detail::member_name<Members>())),
     ...);
    return record;
  }
};

/// A record inside another value is a map of its members.
template <RecordType T>
struct Conversion<T> {
  static Type type() { return map_of({.kind = Type::Kind::json}); }
  static Value to_value(const T& cpp) { return Record<T>::to_values(cpp); }
  static T from_value(const Value& value) {
    return Record<T>::template from_values<T>(detail::held<Value::Map>(value, type()));
  }
};

template <class T>
std::vector<OutputDeclaration> outputs_for() {
  std::vector<OutputDeclaration> outputs;
  if constexpr (RecordType<T>) {
    const auto types = Record<T>::types();
    for (std::size_t i = 0; i < types.size(); ++i) {
      outputs.push_back({.name = std::string(Record<T>::names()[i]), .type = types[i]});
    }
  } else if constexpr (!std::is_void_v<T>) {
    outputs.push_back({.name = std::string(single_output), .type = type_for<T>()});
  }
  return outputs;
}

template <class T>
Values to_outputs(const T& result) {
  if constexpr (RecordType<T>) {
    return Record<T>::to_values(result);
  } else {
    return {{std::string(single_output), to_value(result)}};
  }
}

template <class T>
T from_outputs(const Values& outputs) {
  if constexpr (RecordType<T>) {
    return Record<T>::template from_values<T>(outputs);
  } else {
    return detail::field_of<T>(outputs, single_output);
  }
}

}  // namespace headway::inline v0
