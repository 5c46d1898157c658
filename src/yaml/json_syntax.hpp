// The finding about a text that is no JSON.
#pragma once

#include <headway/base/diagnostic.hpp>

#include <simdjson.h>

#include <cstddef>
#include <memory>

namespace headway::inline v0::yaml {

/// `offset` is where simdjson stopped; what it says of a text as a whole is looked for in it.
Diagnostic json_syntax_error(const std::shared_ptr<const Source>& source, std::size_t offset,
                             simdjson::error_code error);

}  // namespace headway::inline v0::yaml
