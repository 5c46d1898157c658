// Where something was written: a file and the place in it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace headway::inline v0 {

/// A text the user wrote, kept so that a diagnostic can show the line. The text is empty where only
/// the name is known (a C++ or Python call site).
struct Source {
  std::string name;
  std::string text;
};

/// A place in a source. A value; it travels with every element of a pipeline from birth.
/// Lines and columns count from 1, columns in code points; 0 means "not known".
struct SourceSpan {
  std::shared_ptr<const Source> source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;  // code points; 0 where only the start is known

  /// Where a thing was written is no part of what it is: values differ only by what they say.
  friend bool operator==(const SourceSpan& /*a*/, const SourceSpan& /*b*/) { return true; }
};

/// A value with the place it was written at.
template <class T>
struct Spanned {
  T value{};
  SourceSpan span{};
  friend bool operator==(const Spanned&, const Spanned&) = default;
};

/// A string as the user wrote it; it may hold `${{ … }}`.
using Text = Spanned<std::string>;

}  // namespace headway::inline v0
