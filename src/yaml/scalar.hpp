// Scalars: what a word means under the YAML 1.2 core schema.
#pragma once

#include "element.hpp"

#include <headway/model/value.hpp>

#include <string_view>

namespace headway::inline v0::yaml {

/// What an element is once its word has been looked at.
enum class Meaning : std::uint8_t {
  null,
  boolean,
  integer,
  floating,
  text,
  list,
  map,
  number_out_of_range,  // beyond 64 bits, or not finite
  mismatched_tag        // `!!int` on a word that is none
};

Meaning meaning_of(const Element& element);

/// What a plain word means by itself.
Meaning meaning_of(std::string_view plain);

/// The values behind the meanings; the caller has asked for the meaning first.
bool boolean_of(const Element& element);
std::int64_t integer_of(const Element& element);
double floating_of(const Element& element);

}  // namespace headway::inline v0::yaml
