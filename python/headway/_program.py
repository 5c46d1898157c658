"""The console script `headway`: replaces this process by the native program of the package."""

import os
import sys
from pathlib import Path
from typing import NoReturn


def main() -> NoReturn:
    program = Path(__file__).with_name("bin") / "headway"
    os.environ.setdefault("HEADWAY_PYTHON", sys.executable)  # calls run where the package is
    os.execv(program, [str(program), *sys.argv[1:]])
