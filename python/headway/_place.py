"""Where in the user's own Python something was written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

Place = tuple[str, int]
_OURS = os.path.join(os.path.dirname(__file__), "")


def caller() -> Place:
    """The innermost line outside of this package."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_OURS):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def folder_of(place: Place) -> str:
    """The folder of the caller's file; the current one for a notebook or a prompt."""
    file = Path(place[0])
    return str(file.resolve().parent if file.is_file() else Path.cwd())
