"""Files and folders that were returned, brought to the places of their outputs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from .fitting import BadResult


def write_file(value: Any, target: Path, folder: Path) -> None:
    """A file by its path, bytes, an array as .npy, a table as Parquet."""
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
        place(source_of(value, folder), target, folder)


def source_of(value: Any, folder: Path) -> Path:
    """The path that a result names, beneath the output folder where it is relative."""
    if not isinstance(value, str | os.PathLike):
        raise BadResult(f"{type(value).__name__} is no path")
    beneath = folder / os.fspath(value)
    source = beneath if beneath.exists() else Path(value)
    if not source.exists():
        raise BadResult(f"there is no {beneath}")
    return source


def place(source: Path, target: Path, folder: Path) -> None:
    """What lies in the output folder is moved, all else copied."""
    import shutil

    source, target = source.resolve(), target.resolve()
    if source == target:
        return
    if source in target.parents:
        raise BadResult(f"{source} cannot be moved into itself")
    if folder.resolve() in source.parents:
        shutil.move(source, target)
    elif source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copyfile, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)
