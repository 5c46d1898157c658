"""Which version answers?"""

import os
import sys
from pathlib import Path

from door import call

(Path(os.environ["HEADWAY_OUTPUT"]) / "version").write_text(call("GET", f"{sys.argv[1]}/version"))
