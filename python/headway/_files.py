"""Files and folders that tasks produced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A committed, read-only file: `open(file)` works. As a type: an output that is a file."""

    path: str
    digest: str = ""

    def __fspath__(self) -> str:
        return self.path


@dataclass(frozen=True)
class Directory:
    """A committed, read-only folder, as `File` is a file."""

    path: str
    digest: str = ""

    def __fspath__(self) -> str:
        return self.path
