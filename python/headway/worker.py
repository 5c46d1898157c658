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
    output = Path(os.environ["HEADWAY_OUTPUT"])  # now: what is called may change anything
    streams: Any = (sys.stdout, sys.stderr)
    for stream in streams:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    code = Code(call["folder"] or os.getcwd())
    try:
        result = invoke(call, code)
        write_outputs(result, call["outputs"], output)
    except SystemExit as leaving:
        report_exit(leaving, code)
        raise
    except BaseException as error:
        report(error, code)
        return 1
    return 0


def invoke(call: dict[str, Any], code: Code) -> Any:
    """Imports the target and calls it: a class is constructed with `config` first."""
    if __spec__ is None:  # run as a file, whose folder comes first
        sys.path[0] = code.folder
    else:
        sys.path.insert(0, code.folder)
    provide_headway()
    name = call["target"]
    target = code.target = find(name, code)
    arguments = with_files(call)
    if isinstance(target, type):
        check(arguments["config"], "config", name, target)
        target = target(**arguments["config"])
    elif arguments["config"]:
        raise TypeError(f'{name} is no class; "config" is what a class is made with')
    if not callable(target):
        raise TypeError(f"{name} cannot be called with the inputs: it has no __call__")
    check(arguments["inputs"], "inputs", name, target)
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


def find(target: str, code: Code) -> Any:
    """`package.module:name`."""
    from importlib import import_module

    module_name, _, name = target.partition(":")
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as error:
        if not f"{module_name}.".startswith(f"{error.name}."):
            raise  # the module is there and lacks another one
        beside = [path.stem for path in Path(code.folder).glob("*.py")]
        raise ModuleNotFoundError(
            f"{error} for python:{target} in {code.folder} or the packages of {sys.executable}"
            + did_you_mean(str(error.name), beside),
            name=error.name,
        ) from None
    if not hasattr(module, name):
        place = code.place(getattr(module, "__file__", None) or module_name)
        raise AttributeError(
            f"{module_name} has no {name} ({place})" + did_you_mean(name, dir(module))
        )
    return getattr(module, name)


def did_you_mean(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f'; did you mean "{near[0]}"?' if near else ""


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


# --- are the arguments what it takes? -------------------------------------------------------------


def check(given: dict[str, Any], what: str, name: str, target: Any) -> None:
    """Whether `target` takes these arguments, by their names and by its annotations."""
    from inspect import signature

    try:
        takes = signature(target)
    except (TypeError, ValueError):
        return  # compiled, and silent about it
    try:
        takes.bind(**given)
    except TypeError as error:
        done = "made with this config" if what == "config" else "called with these inputs"
        raise TypeError(f"{name} cannot be {done}: {error}") from None
    for argument, hint in hints_of(target).items():
        if argument in given and not fits(given[argument], hint):
            wanted = takes.parameters[argument].annotation
            wanted = wanted.__name__ if type(wanted) is type else wanted
            told = f"{what}.{argument} as {wanted}, and was given {shown(given[argument])}"
            raise TypeError(f"{name} takes {told}")


def hints_of(target: Any) -> dict[str, Any]:
    """The types of its arguments, as far as they are known here."""
    from typing import get_type_hints

    kind: Any = target if isinstance(target, type) else type(target)
    called = kind.__init__ if kind is target else kind.__call__
    try:
        return get_type_hints(target if hasattr(target, "__code__") else called)
    except Exception:
        return {}


def fits(value: Any, hint: Any) -> bool:
    """False where a value surely is none of that type."""
    from types import UnionType
    from typing import Literal, Union, get_args, get_origin

    origin, parts = get_origin(hint) or hint, get_args(hint)
    if origin is Literal:
        return value in parts
    if origin is Union or origin is UnionType:
        return any(fits(value, each) for each in parts)
    if not isinstance(origin, type):
        return True
    if origin is list and parts and isinstance(value, list):
        return all(fits(each, parts[0]) for each in value)
    if origin is dict and parts and isinstance(value, dict):
        return all(fits(each, parts[1]) for each in value.values())
    if origin in (int, float) and isinstance(value, bool):
        return False
    known = origin in (int, float, str, bool, list, dict, type(None))
    wider: Any = {float: int | float, str: str | os.PathLike}.get(origin, origin)
    if known or origin.__module__ == "headway":
        return isinstance(value, wider) and (origin is not int or value.bit_length() < 64)
    return True


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


# --- what went wrong, and where -------------------------------------------------------------------


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
    """File and line of each call that led to it, those of this file and of imports aside."""
    import importlib
    import traceback

    calls = traceback.walk_tb(error.__traceback__)
    places = [(frame.f_code.co_filename, line) for frame, line in calls]
    own = (__file__, importlib.__file__)
    return [each for each in places if each[0] not in own and not each[0].startswith("<frozen")]


def report(error: BaseException, code: Code) -> None:
    """The traceback goes to the log; the error's name, text and place to the engine."""
    import traceback

    place = code.place_of(error)
    if isinstance(error, BadResult):
        print(f"headway: {error} ({place})", file=sys.stderr)
        return name_error("!output_invalid", one_line(error), place)
    trace, shown_files = error.__traceback__, {file for file, _ in frames_of(error)}
    while trace is not None and trace.tb_frame.f_code.co_filename not in shown_files:
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)
    final = any(
        (c.__module__, c.__name__) == ("headway", "NonRecoverable") for c in type(error).mro()
    )
    word = "!non_recoverable" if final else "!exception"
    if isinstance(error, SyntaxError):
        place = ""  # its text has it
    name_error(word, f"{type(error).__name__}: {one_line(error)}".rstrip(), place)


def report_exit(leaving: SystemExit, code: Code) -> None:
    """An exit is an exit; where it was is told."""
    if leaving.code not in (None, 0):
        told = f": {leaving.code}" if isinstance(leaving.code, str) else f"({leaving.code})"
        name_error("", " ".join(f"sys.exit{told}".split()), code.place_of(leaving))


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
        try:
            target.write_text(text_of(value, kind) + "\n", encoding="utf-8")
        except UnicodeEncodeError as problem:
            raise BadResult(f"{shown(value)} is no text in UTF-8") from problem


def text_of(value: Any, kind: str) -> str:
    """As the engine reads it: words raw, all else as JSON."""
    import json

    try:
        plain = plain_value(value)
        if not fits(plain, hint_of(kind)):
            raise BadResult(f"{shown(value)} is no {kind}")
        if kind in ("string", "enum"):
            return str(plain)
        return json.dumps(plain, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as problem:
        raise BadResult(f"{type(value).__name__} has no form in JSON: {problem}") from problem


def hint_of(kind: str) -> Any:
    """The Python type of a pipeline's, as far as it can be checked here; the engine knows all."""
    word, _, inner = kind.removesuffix(")").partition("(")
    if word == "optional":
        return hint_of(inner) | None
    if word == "list":
        return list[hint_of(inner)]  # type: ignore[misc]
    if word == "map":
        return dict[str, hint_of(inner)]  # type: ignore[misc]
    words = {"int": int, "float": float, "bool": bool, "string": str, "enum": str}
    return words.get(word, object)


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
