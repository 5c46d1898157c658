"""What was returned, as the declared outputs: which value is whose, and where it goes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from .files import place, source_of, write_file
from .fitting import BadResult
from .plain import fields_of, write_value


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


def write(value: Any, kind: str, target: Path, folder: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "file":
        write_file(value, target, folder)
    elif kind == "directory":
        place(source_of(value, folder), target, folder)
    else:
        write_value(value, kind, target)
