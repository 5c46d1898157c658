// Assignment: whether the value of an expression may become a value of a declared type.
#pragma once

#include <headway/job/expression_type.hpp>
#include <headway/model/type.hpp>

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Whether some value of `from` is one of `to`. What is null, or a word that an enum lacks, is
/// found when it is evaluated; what can never fit is not.
bool may_become(const ExpressionType& from, const Type& to);

/// How a person mends what does not: `double(x)` for an int where a float is due; or empty.
std::string conversion_note(const ExpressionType& from, const Type& to);

}  // namespace headway::inline v0
