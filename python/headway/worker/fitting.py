"""Whether a value is of a type: an annotation's, or one that a pipeline declares."""

from __future__ import annotations

import os
from typing import Any


class BadResult(Exception):  # noqa: N818
    """What was returned is not what the task declares."""


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
    return is_one(value, origin)


def is_one(value: Any, kind: type) -> bool:
    """Of a plain type; a bool is no number, an int is a float, a path is a text."""
    if kind in (int, float) and isinstance(value, bool):
        return False
    known = kind in (int, float, str, bool, list, dict, type(None))
    wider: Any = {float: int | float, str: str | os.PathLike}.get(kind, kind)
    if known or kind.__module__ == "headway":
        return isinstance(value, wider) and (kind is not int or -(2**63) <= value < 2**63)
    return True


def hint_of(kind: str) -> Any:
    """The Python type of a pipeline's, as far as it can be checked here; the engine knows all."""
    word, _, inner = kind.removesuffix(")").partition("(")
    if word == "optional":
        return hint_of(inner) | None
    if word == "list":
        return list[hint_of(inner)]  # type: ignore[misc]
    if word == "map":
        return dict[str, hint_of(inner)]  # type: ignore[misc]
    words: Any = {"int": int, "float": float, "bool": bool, "string": str}
    words["enum"] = str | float  # numbers are declared by their texts
    return words.get(word, object)


def shown(value: Any) -> str:
    """As a message shows it: on one line, and not all of a long one."""
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
