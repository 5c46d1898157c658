// Comments that were none: text that a `#` cut off.
#pragma once

#include "document_builder.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace headway::inline v0::yaml {

/// Warns of text that a `#` behind a space took away: `#1` of `echo #1`, `#fff` of `color: #fff`.
/// Comments as people write them, with a space behind the `#`, are left alone. Is told of each
/// value as it is read.
class CutTexts {
 public:
  explicit CutTexts(DocumentBuilder& builder) : builder_(builder), text_(builder.source()->text) {}

  /// A scalar without quotes, which may be a key.
  void plain(const Element& element);
  /// A value that is not there.
  void null();
  /// Anything else.
  void other() { last_ = {}; }

 private:
  void warn(const Element& at, const std::string& message);

  DocumentBuilder& builder_;
  std::string_view text_;
  Element last_{};  // the scalar read just before, or nothing
};

}  // namespace headway::inline v0::yaml
