"""What was returned, as the declared outputs: which value is whose, and where it goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import place, set_aside, source_of, write_file
from .fitting import BadResult
from .plain import fields_of, write_value


@dataclass
class Output:
    """A declared output that was returned: what, and where it goes."""

    name: str
    kind: str
    value: Any
    target: Path

    def refusal(self, problem: BadResult) -> BadResult:
        return BadResult(f'output "{self.name}" is declared {self.kind}: {problem}')


def write_outputs(result: Any, declared: list[dict[str, str]], folder: Path) -> None:
    """Each declared output as the file or folder that the engine reads it from."""
    values = named(result, {output["name"]: output["type"] for output in declared})
    for name in values.keys() - {output["name"] for output in declared}:
        print(f'headway: "{name}" is no declared output and is not kept', file=sys.stderr)
    folder = folder.resolve()
    outputs = list(returned(values, declared, folder))
    find_sources(outputs, folder)
    for output in outputs:
        try:
            write(output, folder)
        except BadResult as problem:
            raise output.refusal(problem) from problem


def returned(
    values: dict[str, Any], declared: list[dict[str, str]], folder: Path
) -> Iterator[Output]:
    """Without the optional ones that are not there; of others the engine says that they miss."""
    for output in declared:
        name, kind = output["name"], output["type"]
        optional = kind.startswith("optional(")
        if name not in values or (optional and values[name] is None):
            continue
        kind = kind[len("optional(") : -1] if optional else kind
        yield Output(name, kind, values[name], (folder / output["path"]).resolve())


def find_sources(outputs: list[Output], folder: Path) -> None:
    """Makes the values that are paths those of what they name, out of the way of all places."""
    on_disk = [
        output
        for output in outputs
        if output.kind in ("file", "directory") and isinstance(output.value, str | os.PathLike)
    ]
    for output in on_disk:
        try:
            output.value = source_of(output.value, folder)
        except BadResult as problem:
            raise output.refusal(problem) from problem
    sources = set_aside([(output.value, output.target) for output in on_disk], folder)
    for output, source in zip(on_disk, sources, strict=True):
        output.value = source


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


def write(output: Output, folder: Path) -> None:
    value, target = output.value, output.target
    target.parent.mkdir(parents=True, exist_ok=True)
    if output.kind not in ("file", "directory"):
        write_value(value, output.kind, target)
    elif isinstance(value, Path):
        place(value, target, folder)
    elif output.kind == "file":
        write_file(value, target)
    else:
        raise BadResult(f"{type(value).__name__} is no path")
