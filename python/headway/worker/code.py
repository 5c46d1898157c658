"""The user's code: what of it is called, and which line of it led to an error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any


class Code:
    """The user's code: the modules in a folder, and what of them is called."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.target: Any = None  # once it is found

    def place(self, file: str, line: int | None = None) -> str:
        """`parts/models.py:31`, from the folder where it is in there."""
        if self.holds(file):
            file = os.path.relpath(file, self.folder)
        return file if line is None else f"{file}:{line}"

    def holds(self, file: str) -> bool:
        inside = os.path.abspath(file).startswith(os.path.join(os.path.abspath(self.folder), ""))
        return inside and not file.startswith("<") and "site-packages" not in Path(file).parts

    def place_of(self, error: BaseException) -> str:
        """The line of the user's that led to it, else the first one of what was called."""
        frames = frames_of(error)
        own = [frame for frame in frames if self.holds(frame[0])] or frames[:1]
        return self.place(*own[-1]) if own else self.definition()

    def definition(self) -> str:
        import inspect

        try:
            found = inspect.unwrap(self.target)
            found = found if hasattr(found, "__code__") or isinstance(found, type) else type(found)
            file = inspect.getsourcefile(found) or ""
            return self.place(file, max(1, inspect.getsourcelines(found)[1]))
        except Exception:
            return ""


def frames_of(error: BaseException) -> list[tuple[str, int]]:
    """File and line of each call that led to it, those of the worker and of imports aside."""
    import importlib
    import traceback

    calls = traceback.walk_tb(error.__traceback__)
    places = [(frame.f_code.co_filename, line) for frame, line in calls]
    worker = os.path.join(os.path.dirname(__file__), "")
    own = (worker, importlib.__file__, "<frozen")
    return [each for each in places if not each[0].startswith(own)]


def find(target: str, code: Code) -> Any:
    """Imports the module, whose folder is looked through first, and takes the name from it."""
    from importlib import import_module

    module_name, _, name = target.partition(":")
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        if not f"{module_name}.".startswith(f"{error.name}."):
            raise  # the module is there and lacks another one
        raise no_module(target, error, code) from None
    if not hasattr(module, name):
        place = code.place(getattr(module, "__file__", None) or module_name)
        raise AttributeError(
            f"{module_name} has no {name} ({place})" + did_you_mean(name, dir(module))
        )
    return getattr(module, name)


def no_module(target: str, error: ModuleNotFoundError, code: Code) -> ModuleNotFoundError:
    """The same error, with where it was looked for."""
    beside = [path.stem for path in Path(code.folder).glob("*.py")]
    return ModuleNotFoundError(
        f"{error} for python:{target} in {code.folder} or the packages of {sys.executable}"
        + did_you_mean(str(error.name), beside),
        name=error.name,
    )


def did_you_mean(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f'; did you mean "{near[0]}"?' if near else ""
