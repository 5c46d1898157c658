"""Files and folders that were returned, brought to the places of their outputs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from .fitting import BadResult


def write_file(value: Any, target: Path) -> None:
    """Bytes, an array as .npy, a table as Parquet."""
    if isinstance(value, bytes | bytearray | memoryview):
        target.write_bytes(value)
    elif hasattr(value, "to_parquet"):
        value.to_parquet(target)
    elif hasattr(value, "write_parquet"):
        value.write_parquet(target)
    elif type(value).__module__.partition(".")[0] == "numpy":
        with target.open("wb") as file:
            sys.modules["numpy"].save(file, value, allow_pickle=False)
    else:
        raise BadResult(f"{type(value).__name__} is no path")


def source_of(value: Any, folder: Path) -> Path:
    """The path that a result names, beneath the output folder where it is relative."""
    beneath = folder / os.fspath(value)
    source = beneath if beneath.exists() else Path(value)
    if not source.exists():
        raise BadResult(f"there is no {beneath}")
    return source.resolve()


def set_aside(files: list[tuple[Path, Path]], folder: Path) -> list[Path]:
    """Of sources and their places: the sources, none of which lies in the place of another.

    In the output folder they get free names, by a copy where another output needs them as well.
    """
    settled = [source for source, target in files if source == target]
    sources = []
    for nr, (source, target) in enumerate(files, 1):
        if source != target and folder in source.parents:
            found, source = source, folder / os.urandom(8).hex()
            others = settled + [later for later, _ in files[nr:]]
            if any(overlap(found, other) for other in others):
                copy(found, source)
            else:
                found.rename(source)
        sources.append(source)
    return sources


def place(source: Path, target: Path, folder: Path) -> None:
    """What lies in the output folder is moved, all else copied."""
    if source == target:
        return
    empty = source.is_dir() and target.is_dir() and not any(target.iterdir())
    if target.exists() and not empty:
        raise BadResult(f"in its place there is something else already: {target}")
    if folder in source.parents:
        source.rename(target)
    else:
        copy(source, target)


def overlap(one: Path, other: Path) -> bool:
    return one == other or one in other.parents or other in one.parents


def copy(source: Path, target: Path) -> None:
    import shutil

    if source in target.parents:
        raise BadResult(f"{source} cannot be copied into itself")
    if source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)
