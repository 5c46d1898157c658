// What yaml-cpp's complaints mean to a person, and what it should have complained about.
#pragma once

#include "element.hpp"

#include <headway/base/diagnostic.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0::yaml {

/// Where the content of a value begins that may have an anchor and a tag before it.
std::size_t content_begin(std::string_view text, std::size_t offset);

/// A syntax error at `offset`, in words that name the likely cause: an expression without quotes, a
/// tab, a bracket that is not closed. `innermost` is the list or map that is open there, or null.
Diagnostic explain_syntax(const std::shared_ptr<const Source>& source, std::size_t offset,
                          const std::string& complaint, const Element* innermost);

/// yaml-cpp ends a quoted scalar silently where the text ends; a finding if `last` is such a one.
std::optional<Diagnostic> unclosed_quote(const std::shared_ptr<const Source>& source,
                                         const Element& last);

}  // namespace headway::inline v0::yaml
