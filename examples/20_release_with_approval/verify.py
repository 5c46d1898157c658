"""The last look at production: fails when told to, or when another version answers."""

import sys
import time

from door import call

slot, version, broken = sys.argv[1:4]
for _ in range(50):
    if call("GET", f"{slot}/version") == version:
        break
    time.sleep(0.1)
else:
    sys.exit(f"{slot} does not serve version {version}")
sys.exit("customers complain" if broken == "true" else 0)
