// Callback tokens: what a service must show to bring the result of a task.
#pragma once

#include <headway/base/id.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Whose result a token brings. A value.
struct CallbackToken {
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
};

/// The token of an attempt: its ids, and a code that only who can read the key in the data folder
/// can make. Makes the key, private to the user, where there is none. Throws SessionError.
std::string token_of(const std::string& data_folder, const CallbackToken& whose);

/// The ids in a token; nothing when it is none. Whether it is genuine, `is_token_of` says.
std::optional<CallbackToken> parse_token(std::string_view token);

/// Whether the token was made here. Takes the same time for any wrong one.
bool is_token_of(const std::string& data_folder, std::string_view token);

}  // namespace headway::inline v0
