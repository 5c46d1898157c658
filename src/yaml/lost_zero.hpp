// Versions that YAML reads as numbers: 3.10 is 3.1.
#pragma once

#include "place.hpp"

namespace headway::inline v0::yaml {

/// Warns of each number in the value that lost its last zero, where any type may stand.
void warn_of_lost_zeros(const Place& at);

}  // namespace headway::inline v0::yaml
