// The default of a param, against its type and its bounds.
#pragma once

#include "place.hpp"

#include <headway/model/pipeline.hpp>

namespace headway::inline v0::yaml {

/// Whether the value at the place, which `param` has as its default, may be one. What is wrong is
/// told where it stands, in a list or a map at the element.
bool check_default(const Place& at, const Param& param);

}  // namespace headway::inline v0::yaml
