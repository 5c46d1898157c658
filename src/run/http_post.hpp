// One HTTP request: a JSON body, posted.
#pragma once

#include <headway/base/time.hpp>

#include <stop_token>
#include <string>

namespace headway::inline v0 {

/// Posts `body` as JSON; whether the receiver said yes (2xx). http and https only. A redirect is
/// followed, but never to a private address (loopback, link-local, private networks), which is
/// checked on the address that is connected to. Takes `limit` at most, redirects and all, and ends
/// soon after `stop` asks for it. Always false in a build without HTTP.
bool http_post(const std::string& url, const std::string& body, Duration limit,
               const std::stop_token& stop);

}  // namespace headway::inline v0
