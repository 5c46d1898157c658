// Conversions between C++ values and values of the pipeline language.
#pragma once

#include <headway/base/error.hpp>
#include <headway/model/value.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A file as an argument or result of a C++ function. A result names a path, absolute or beneath
/// the output folder; an argument is the committed, read-only copy.
struct File {
  std::string path;
  std::string digest{};  // "sha256:…"; empty before it is committed
  friend bool operator==(const File&, const File&) = default;
};

/// A folder, as `File` is a file.
struct Directory {
  std::string path;
  std::string digest{};
  friend bool operator==(const Directory&, const Directory&) = default;
};

/// How a C++ type is written in the pipeline language. Specialise it for types of your own with
/// `static Type type()`, `static Value to_value(const T&)` and `static T from_value(const Value&)`,
/// which throws Error where the value is of another type.
template <class T>
struct Conversion;

template <class T>
concept Convertible = requires(const T& cpp, const Value& value) {
  { Conversion<T>::type() } -> std::same_as<Type>;
  { Conversion<T>::to_value(cpp) } -> std::same_as<Value>;
  { Conversion<T>::from_value(value) } -> std::same_as<T>;
};

/// `type_for<std::vector<double>>()` is `list(float)`.
template <Convertible T>
Type type_for() {
  return Conversion<T>::type();
}

template <Convertible T>
Value to_value(const T& cpp) {
  return Conversion<T>::to_value(cpp);
}

/// Throws Error where `value` is not of the type of `T`: an integer is no float.
template <Convertible T>
T from_value(const Value& value) {
  return Conversion<T>::from_value(value);
}

// ---------------------------------------------------------------------------------------------

namespace detail {

/// Any integer type but `bool` and the character types.
template <class T>
concept WholeNumber = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                      !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                      !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

[[noreturn]] inline void wrong_type(const Type& expected, const Value& value) {
  throw Error("a value of type " + to_string(expected) + " is needed, not " + to_json(value));
}

/// The alternative `T` of a value that must be of type `expected`.
template <class T>
const T& held(const Value& value, const Type& expected) {
  const T* alternative = value.get_if<T>();
  if (alternative == nullptr) wrong_type(expected, value);
  return *alternative;
}

/// A type that a value holds as it is.
template <class T, Type::Kind kind>
struct PlainConversion {
  static Type type() { return {.kind = kind}; }
  static Value to_value(const T& cpp) { return Value(cpp); }
  static T from_value(const Value& value) { return held<T>(value, type()); }
};

template <class T, Type::Kind kind>
struct ArtifactConversion {
  static Type type() { return {.kind = kind}; }
  static Value to_value(const T& cpp) {
    return Artifact{
        .path = cpp.path, .digest = cpp.digest, .directory = kind == Type::Kind::directory};
  }
  static T from_value(const Value& value) {
    if (!conforms(value, type())) wrong_type(type(), value);
    const auto& artifact = held<Artifact>(value, type());
    return {.path = artifact.path, .digest = artifact.digest};
  }
};

}  // namespace detail

template <>
struct Conversion<bool> : detail::PlainConversion<bool, Type::Kind::boolean> {};
template <>
struct Conversion<double> : detail::PlainConversion<double, Type::Kind::floating> {};
template <>
struct Conversion<std::string> : detail::PlainConversion<std::string, Type::Kind::string> {};
template <>
struct Conversion<File> : detail::ArtifactConversion<File, Type::Kind::file> {};
template <>
struct Conversion<Directory> : detail::ArtifactConversion<Directory, Type::Kind::directory> {};

template <>
struct Conversion<float> {
  static Type type() { return {.kind = Type::Kind::floating}; }
  static Value to_value(float cpp) { return static_cast<double>(cpp); }
  static float from_value(const Value& value) {
    return static_cast<float>(detail::held<double>(value, type()));
  }
};

template <>
struct Conversion<Value> {
  static Type type() { return {.kind = Type::Kind::json}; }
  static Value to_value(const Value& cpp) { return cpp; }
  static Value from_value(const Value& value) { return value; }
};

/// An integer outside of the other side's range is an Error, never wrapped.
template <detail::WholeNumber T>
struct Conversion<T> {
  static Type type() { return {.kind = Type::Kind::integer}; }
  static Value to_value(T cpp) {
    if (!std::in_range<std::int64_t>(cpp)) {
      throw Error(std::to_string(cpp) + " does not fit a signed 64-bit integer");
    }
    return static_cast<std::int64_t>(cpp);
  }
  static T from_value(const Value& value) {
    const auto number = detail::held<std::int64_t>(value, type());
    if (std::in_range<T>(number)) return static_cast<T>(number);
    throw Error(std::to_string(number) + " does not fit the C++ type that takes it");
  }
};

template <Convertible T>
struct Conversion<std::vector<T>> {
  static Type type() { return list_of(type_for<T>()); }
  static Value to_value(const std::vector<T>& cpp) {
    Value::List list;
    list.reserve(cpp.size());
    for (const auto& element : cpp) list.push_back(Conversion<T>::to_value(element));
    return list;
  }
  static std::vector<T> from_value(const Value& value) {
    const auto& list = detail::held<Value::List>(value, type());
    std::vector<T> cpp;
    cpp.reserve(list.size());
    for (const auto& element : list) cpp.push_back(Conversion<T>::from_value(element));
    return cpp;
  }
};

template <Convertible T, class Less>
struct Conversion<std::map<std::string, T, Less>> {
  static Type type() { return map_of(type_for<T>()); }
  static Value to_value(const std::map<std::string, T, Less>& cpp) {
    Value::Map map;
    for (const auto& [key, element] : cpp) map.emplace(key, Conversion<T>::to_value(element));
    return map;
  }
  static std::map<std::string, T, Less> from_value(const Value& value) {
    std::map<std::string, T, Less> cpp;
    for (const auto& [key, element] : detail::held<Value::Map>(value, type())) {
      cpp.emplace(key, Conversion<T>::from_value(element));
    }
    return cpp;
  }
};

template <Convertible T>
struct Conversion<std::optional<T>> {
  static Type type() { return optional_of(type_for<T>()); }
  static Value to_value(const std::optional<T>& cpp) {
    return cpp ? Conversion<T>::to_value(*cpp) : Value();
  }
  static std::optional<T> from_value(const Value& value) {
    if (value.is_null()) return {};
    return Conversion<T>::from_value(value);
  }
};

}  // namespace headway::inline v0
