"""Texts, types and durations as Python writes them, in the words of the pipeline language."""

from __future__ import annotations

import enum
import os
import re
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import timedelta

from . import _core
from .worker import Directory, File

_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
_PLAIN: dict[object, str] = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "string",
    File: "file",
    Directory: "directory",
    dict: "json",
    list: "list(json)",
    object: "json",
    typing.Any: "json",
}


class Reference:
    """A value that is known once the pipeline runs: a param, or an output of a task.

    It stands where a value or a text does; in an f-string it is its expression.
    """

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def expression(self) -> str:
        """As it stands in a pipeline file: `${{ tasks.prepare.outputs.rows }}`."""
        return "${{ " + self.path + " }}"

    def __str__(self) -> str:
        return self.expression

    def __repr__(self) -> str:
        return f"<headway.Reference {self.path}>"

    def __bool__(self) -> bool:
        raise TypeError(f"{self.path} is known only once the pipeline runs; it cannot be tested")


Word = str | int | float | os.PathLike[str] | Reference
Duration = str | int | float | timedelta
TypeWord = object  # a Python type such as `list[float]`, or a word such as "list(float)"


def path_in(axis: object) -> str | None:
    """`params.rates` for a reference or its expression, which an axis may be."""
    if isinstance(axis, Reference):
        return axis.path
    match = _EXPRESSION.fullmatch(axis) if isinstance(axis, str) else None
    return match[1] if match else None


def text(word: Word) -> str:
    if isinstance(word, bool):
        return "true" if word else "false"
    return os.fspath(word) if isinstance(word, os.PathLike) else str(word)


def texts(words: Sequence[Word], key: str) -> list[str]:
    if isinstance(words, str):
        raise TypeError(f"{key} is a list of words, not one text: {key}=[{words!r}, …]")
    return [text(word) for word in words]


def type_word(kind: TypeWord) -> str:
    """`list(float)` for `list[float]` or "list(float)"."""
    if isinstance(kind, str):
        return kind
    try:
        return _PLAIN[kind]
    except (KeyError, TypeError):
        return _generic(kind)


def type_words(kind: TypeWord) -> tuple[str, list[str]]:
    """The word and, of an enumeration (`Literal["a", "b"]` or an Enum), its values."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return "enum", [str(each.value) for each in kind]
    if typing.get_origin(kind) is typing.Literal:
        return "enum", [str(each) for each in typing.get_args(kind)]
    return type_word(kind), []


def _generic(kind: object) -> str:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list and arguments:
        return f"list({type_word(arguments[0])})"
    if origin is dict and arguments and arguments[0] is str:
        return f"map({type_word(arguments[1])})"
    inner = [each for each in arguments if each is not types.NoneType]
    if origin in (typing.Union, types.UnionType) and len(inner) == 1:
        return f"optional({type_word(inner[0])})"
    raise TypeError(
        f"{kind!r} is no type of the pipeline language; it has bool, int, float, str, File, "
        "Directory, object for JSON, of a type T list[T], dict[str, T] and T | None, and alone "
        "a Literal or an Enum"
    )


def microseconds(duration: Duration) -> int | None:
    """None where the text is no duration. Numbers are seconds."""
    if isinstance(duration, timedelta):
        return round(duration.total_seconds() * 1_000_000)
    if isinstance(duration, str):
        return _core.parse_duration(duration)
    return round(duration * 1_000_000)


Amounts = Mapping[str, int | float | str]


def amounts(slots: Amounts) -> list[tuple[str, int | float | str]]:
    return list(slots.items())
