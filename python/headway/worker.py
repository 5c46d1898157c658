"""The worker: calls one Python function or class for a task, in a process of its own.

It needs the standard library and this file alone, so that it runs under any Python, wherever the
session is; the engine brings it along. `python -m headway.worker CALL` is the same.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


@dataclasses.dataclass(frozen=True)
class File:
    """A file: `open(file)` works. An argument is read-only; as a type, an output that is a file."""

    path: str
    digest: str = ""

    def __fspath__(self) -> str:
        return os.fspath(self.path)

    def __str__(self) -> str:
        return os.fspath(self.path)


@dataclasses.dataclass(frozen=True)
class Directory:
    """A folder, as `File` is a file; `folder / "rows.csv"` is a path in it."""

    path: str
    digest: str = ""

    def __fspath__(self) -> str:
        return os.fspath(self.path)

    def __str__(self) -> str:
        return os.fspath(self.path)

    def __truediv__(self, name: str | os.PathLike[str]) -> Path:
        return Path(self.path) / name


class NonRecoverable(Exception):  # noqa: N818  # the cause has this name
    """Raised in a task: another try would fail as well, so that no retry is made."""


for _public in (File, Directory, NonRecoverable):
    _public.__module__ = "headway"  # as users know them


class BadResult(Exception):  # noqa: N818
    """What was returned is not what the task declares."""


# --- the call ------------------------------------------------------------------------------------


def main(description: str) -> int:
    """Does the call that a file describes; the exit code."""
    import json

    call = json.loads(Path(description).read_text(encoding="utf-8"))
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        result = invoke(call)
        write_outputs(result, call["outputs"], Path(os.environ["HEADWAY_OUTPUT"]))
    except Exception as error:
        report(error)
        return 1
    return 0


def invoke(call: dict[str, Any]) -> Any:
    """Imports the target and calls it: a class is constructed with `config` first."""
    folder = call["folder"] or os.getcwd()
    if __spec__ is None:  # run as a file, whose folder comes first
        sys.path[0] = folder
    else:
        sys.path.insert(0, folder)
    provide_headway()
    target = find(call["target"])
    arguments = with_files(call)
    if isinstance(target, type):
        target = target(**arguments["config"])
    elif arguments["config"]:
        raise TypeError(f'{call["target"]} is no class; "config" is what a class is made with')
    result = target(**arguments["inputs"])
    return awaited(result) if hasattr(result, "__await__") else result


def provide_headway() -> None:
    """`import headway` works in a task also where the package is not installed."""
    from importlib.util import find_spec

    spec = sys.modules.get("headway") or find_spec("headway")
    if spec is None or getattr(spec, "origin", "") is None:  # nothing, or a folder of that name
        module = type(sys)("headway", "What tasks need of headway, without its compiled module.")
        vars(module).update(File=File, Directory=Directory, NonRecoverable=NonRecoverable)
        sys.modules["headway"] = module


def find(target: str) -> Any:
    """`package.module:name`."""
    from importlib import import_module

    module_name, _, name = target.partition(":")
    module = import_module(module_name)
    if not hasattr(module, name):
        raise AttributeError(f"{module_name} has no {name} ({getattr(module, '__file__', '')})")
    return getattr(module, name)


def with_files(call: dict[str, Any]) -> dict[str, Any]:
    """`inputs` and `config`, with files and folders as what they are."""
    arguments = {"inputs": call["inputs"], "config": call["config"]}
    known = sys.modules.get("headway")
    for key, own in (("files", File), ("directories", Directory)):
        kind = getattr(known, own.__name__, own)
        for *way, last in call[key]:
            place: Any = arguments
            for step in way:
                place = place[step]
            place[last] = kind(place[last]["path"], place[last]["digest"])
    return arguments


def awaited(result: Any) -> Any:
    import asyncio

    async def wait() -> Any:
        return await result

    return asyncio.run(wait())


def report(error: Exception) -> None:
    """The traceback goes to the log; the error's name and text to the engine."""
    import traceback

    if isinstance(error, BadResult):
        print(f"headway: {error}", file=sys.stderr)
        return name_error(f"!output_invalid {one_line(error)}")
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)
    final = any(
        (c.__module__, c.__name__) == ("headway", "NonRecoverable") for c in type(error).mro()
    )
    word = "!non_recoverable" if final else "!exception"
    name_error(f"{word} {type(error).__name__}: {one_line(error)}")


def one_line(error: Exception) -> str:
    try:
        return " ".join(str(error).split())
    except Exception:
        return "its text cannot be shown"


def name_error(text: str) -> None:
    file = os.environ.get("HEADWAY_ERROR", "")
    if file and not os.path.exists(file):  # else the function has named it
        Path(file).write_text(text + "\n", encoding="utf-8", errors="replace")


# --- what it returned ----------------------------------------------------------------------------


def write_outputs(result: Any, declared: list[dict[str, str]], folder: Path) -> None:
    """Each declared output as the file or folder that the engine reads it from."""
    values = named(result, {output["name"]: output["type"] for output in declared})
    for name in values.keys() - {output["name"] for output in declared}:
        print(f'headway: "{name}" is no declared output and is not kept', file=sys.stderr)
    for output in declared:
        name, kind = output["name"], output["type"]
        if name not in values:
            continue  # an optional one; of others the engine says that they are missing
        value = values[name]
        if kind.startswith("optional("):
            if value is None:
                continue
            kind = kind[len("optional(") : -1]
        try:
            write(value, kind, folder / output["path"], folder)
        except BadResult as problem:
            raise BadResult(f'output "{name}" is declared {kind}: {problem}') from problem


def named(result: Any, declared: dict[str, str]) -> dict[str, Any]:
    """The values by the names of the outputs; the single one may be returned bare."""
    if result is None and list(declared.values()) != ["json"]:
        return {}  # a callback, say, brings them later
    fields = fields_of(result)
    if len(declared) == 1:
        [(name, kind)] = declared.items()
        holds_fields = kind.removeprefix("optional(").startswith(("json", "map"))
        if fields is None or name not in fields or (holds_fields and len(fields) > 1):
            return {name: result}
    if fields is not None or not declared:
        return fields or {}
    raise BadResult(
        f"the outputs {', '.join(declared)} are returned as a dict or a dataclass with these "
        f"names, not as {type(result).__name__}"
    )


def fields_of(result: Any) -> dict[str, Any] | None:
    if isinstance(result, Mapping):
        return {str(name): value for name, value in result.items()}
    if dataclasses.is_dataclass(result) and not isinstance(result, type | os.PathLike):
        return {each.name: getattr(result, each.name) for each in dataclasses.fields(result)}
    if isinstance(result, tuple) and hasattr(result, "_asdict"):
        return dict(result._asdict())
    return None


def write(value: Any, kind: str, target: Path, folder: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "file":
        write_file(value, target, folder)
    elif kind == "directory":
        place(source_of(value, folder), target, folder)
    else:
        target.write_text(text_of(value, kind) + "\n", encoding="utf-8")


def text_of(value: Any, kind: str) -> str:
    """As the engine reads it: words raw, all else as JSON."""
    import json

    plain = plain_value(value)
    if kind in ("string", "enum"):
        if not isinstance(plain, str):
            raise BadResult(f"{type(value).__name__} is no text")
        return plain
    try:
        return json.dumps(plain, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as problem:
        raise BadResult(f"{type(value).__name__} has no form in JSON: {problem}") from problem


def plain_value(value: Any) -> Any:
    """Dataclasses, enumerations, paths, arrays and what they hold, as JSON has them."""
    from enum import Enum

    if isinstance(value, Enum):
        return plain_value(value.value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "tolist"):  # arrays and their scalars
        return value.tolist()
    fields = fields_of(value)
    if fields is not None:
        return {name: plain_value(each) for name, each in fields.items()}
    if isinstance(value, list | tuple):
        return [plain_value(each) for each in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


# --- files ---------------------------------------------------------------------------------------


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
