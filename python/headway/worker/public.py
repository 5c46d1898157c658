"""What a task sees of headway: `import headway` gives it these, whether installed or not."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import Any


@dataclasses.dataclass(frozen=True)
class _OnDisk:
    path: str
    digest: str = ""

    def __fspath__(self) -> str:
        return os.fspath(self.path)

    __str__ = __fspath__


@dataclasses.dataclass(frozen=True)
class File(_OnDisk):
    """A file: `open(file)` works. An argument is read-only; as a type, an output that is a file."""


@dataclasses.dataclass(frozen=True)
class Directory(_OnDisk):
    """A folder, as `File` is a file; `folder / "rows.csv"` is a path in it."""

    def __truediv__(self, name: str | os.PathLike[str]) -> Path:
        return Path(self.path) / name


class NonRecoverable(Exception):  # noqa: N818  # the cause has this name
    """Raised in a task: another try would fail as well, so that no retry is made."""


_PUBLIC = (File, Directory, NonRecoverable)
for _each in _PUBLIC:
    _each.__module__ = "headway"  # as users know them


def provide_headway() -> None:
    """`import headway` works in a task also where the package is not installed."""
    from importlib.util import find_spec

    spec = sys.modules.get("headway") or find_spec("headway")
    if spec is None or getattr(spec, "origin", "") is None:  # nothing, or a folder of that name
        module = type(sys)("headway", "What tasks need of headway, without its compiled module.")
        vars(module).update({each.__name__: each for each in _PUBLIC})
        sys.modules["headway"] = module


def is_final(error: BaseException) -> bool:
    """Whether it is a NonRecoverable, be it of the installed package or of this one."""
    kinds = type(error).mro()
    return any((each.__module__, each.__name__) == ("headway", "NonRecoverable") for each in kinds)


def known_kind(own: type) -> Any:
    """`File` or `Directory` as the task's `import headway` gives it."""
    return getattr(sys.modules.get("headway"), own.__name__, own)
