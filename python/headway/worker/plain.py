"""A value that was returned, as the engine reads it: words raw, all else as JSON."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .fitting import BadResult, fits, hint_of, shown


def write_value(value: Any, kind: str, target: Path) -> None:
    try:
        target.write_text(text_of(value, kind) + "\n", encoding="utf-8")
    except UnicodeEncodeError as problem:
        raise BadResult(f"{shown(value)} is no text in UTF-8") from problem


def text_of(value: Any, kind: str) -> str:
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


def by_text(values: Mapping[Any, Any]) -> dict[str, Any]:
    """With the keys as JSON has them; those of an enumeration by their values."""
    from enum import Enum

    keys: dict[str, Any] = {}
    for key in values:
        name = str(key.value if isinstance(key, Enum) else key)
        if name in keys:
            raise BadResult(f"the keys {shown(keys[name])} and {shown(key)} are one in JSON")
        keys[name] = key
    return {name: values[key] for name, key in keys.items()}


def fields_of(value: Any) -> dict[str, Any] | None:
    """What it holds by name, where it is a mapping, a dataclass or a named tuple."""
    if isinstance(value, Mapping):
        return by_text(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type | os.PathLike):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return dict(value._asdict())
    return None
