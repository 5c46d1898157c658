// Named errors: what a task says of its own failure in the file $HEADWAY_ERROR.
#pragma once

#include <headway/session/backend.hpp>

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// The file's place in the folder of an attempt.
inline constexpr std::string_view error_file = "error";

/// The end that a task's own words make of `end`, which had an exit code other than zero:
///
///     DataNotReady: no rows yet       cause `error`, and this line as the message
///     !exception ValueError: bad      cause `exception`; so the worker tells a Python exception
///     !non_recoverable Name: text     cause `non_recoverable`
///     !output_invalid text            cause `output_invalid`
///     anything else                   the cause stays; the line is the message
///
/// Only the first line counts.
Finished with_own_words(Finished end, std::string_view words);

/// The same with the words in the file of that attempt; `end` as it is where nothing was written.
Finished with_named_error(Finished end, const std::string& attempt_folder);

}  // namespace headway::inline v0
