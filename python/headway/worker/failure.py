"""What went wrong, told twice: in full to the log, in one line to the engine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .code import Code, frames_of
from .fitting import BadResult
from .public import is_final


def report(error: BaseException, code: Code) -> None:
    """The traceback goes to the log; the error's name, text and place to the engine."""
    place = code.place_of(error)
    if isinstance(error, BadResult):
        print(f"headway: {error} ({place})", file=sys.stderr)
        return name_error("!output_invalid", one_line(error), place)
    print_trace(error)
    word = "!non_recoverable" if is_final(error) else "!exception"
    if isinstance(error, SyntaxError):
        place = ""  # its text has it
    name_error(word, f"{type(error).__name__}: {one_line(error)}".rstrip(), place)


def report_exit(leaving: SystemExit, code: Code) -> None:
    """An exit is an exit; where it was is told."""
    if leaving.code not in (None, 0):
        told = f": {leaving.code}" if isinstance(leaving.code, str) else f"({leaving.code})"
        name_error("", " ".join(f"sys.exit{told}".split()), code.place_of(leaving))


def print_trace(error: BaseException) -> None:
    """The traceback, from the first line that is not the worker's."""
    import traceback

    trace, told = error.__traceback__, {file for file, _ in frames_of(error)}
    while trace is not None and trace.tb_frame.f_code.co_filename not in told:
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)


def one_line(error: BaseException) -> str:
    try:
        return " ".join(str(error).split())
    except Exception:
        return "its text cannot be shown"


def name_error(word: str, text: str, place: str) -> None:
    """One line, which the engine cuts where it is long: the place is kept."""
    file = os.environ.get("HEADWAY_ERROR", "")
    if not file or os.path.exists(file):  # else the function has named it
        return
    room = max(0, 900 - len(os.fsencode(place)))
    short = text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    line = f"{word} {short}{'…' * (len(short) < len(text))}" + (f" ({place})" if place else "")
    Path(file).write_text(line.strip() + "\n", encoding="utf-8", errors="replace")
