// Instants and durations are different things, and neither is a number.
#include <headway/base/time.hpp>

using namespace headway;

Duration between(Instant a, Instant b) { return a - b; }
Instant later(Instant at) { return at + 90_s; }

#if BAD == 1  // no match for .*operator[+]
Instant sum(Instant a, Instant b) { return a + b; }
#endif

#if BAD == 2  // could not convert
Duration unitless() { return 90; }
#endif

#if BAD == 3  // could not convert
Instant since_when(Duration d) { return d; }
#endif
