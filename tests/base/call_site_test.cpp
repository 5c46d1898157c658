// Call sites: a default argument knows its call.
#include "support/catch.hpp"

#include <headway/base/call_site.hpp>

#include <string_view>

using namespace headway;

namespace {
CallSite called(CallSite at = CallSite::here()) { return at; }
}  // namespace

TEST_CASE("A default argument is the place of the call") {
  const CallSite first = called();
  const CallSite second = called();
  CHECK(std::string_view(first.file).ends_with("call_site_test.cpp"));
  CHECK(first.line + 1 == second.line);
  CHECK(first.column > 0);
}
