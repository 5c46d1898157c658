// Telling processes apart.
#include "support/catch.hpp"

#include "process_identity.hpp"

#include <unistd.h>

using namespace headway;

namespace {
ProcessIdentity myself() { return {boot_id(), ::getpid(), start_ticks_of(::getpid()).value()}; }
}  // namespace

TEST_CASE("an identity reads back as it was printed") {
  CHECK(parse_process_identity(to_string(myself())) == myself());
}

TEST_CASE("what is no identity is refused") {
  for (const char* text :
       {"", "callable", "boot 12", "boot x 1", "boot 12 1x", "boot -1 5", "boot 0 5"}) {
    INFO(text);
    CHECK_FALSE(parse_process_identity(text));
  }
}

TEST_CASE("a running process is alive only under its own start time and boot") {
  CHECK(is_alive(myself()));
  auto later = myself();
  ++later.start_ticks;
  CHECK_FALSE(is_alive(later));
  auto other_boot = myself();
  other_boot.boot = "another";
  CHECK_FALSE(is_alive(other_boot));
}

TEST_CASE("a process that is not there has no start time") {
  CHECK_FALSE(start_ticks_of(0x3fffffff));
}
