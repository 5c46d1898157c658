"""The arguments of a call: files and folders as such, and whether they are what it takes."""

from __future__ import annotations

from typing import Any

from .fitting import fits, shown
from .public import Directory, File, known_kind


def with_files(call: dict[str, Any]) -> dict[str, Any]:
    """`inputs` and `config`, with files and folders as what they are."""
    arguments = {"inputs": call["inputs"], "config": call["config"]}
    for key, own in (("files", File), ("directories", Directory)):
        kind = known_kind(own)
        for *way, last in call[key]:
            place: Any = arguments
            for step in way:
                place = place[step]
            place[last] = kind(place[last]["path"], place[last]["digest"])
    return arguments


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
        if argument in given and argument in takes.parameters and not fits(given[argument], hint):
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
