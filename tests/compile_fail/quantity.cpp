// A quantity is exact: no floating point gets in, and arithmetic goes through its unit.
#include <headway/base/quantity.hpp>

using namespace headway;

Quantity memory() { return 4_GiB; }

#if BAD == 1  // narrowing conversion
Quantity half() { return {0.5}; }
#endif

#if BAD == 2  // could not convert
Quantity unitless() { return 4; }
#endif
