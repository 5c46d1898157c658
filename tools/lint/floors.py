"""Includes go down only, by the floor table of docs/architecture.md."""

from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding


def floors(root: Path) -> dict[str, int]:
    """Room -> floor, as docs/architecture.md draws them."""
    page = tree.text(root / "docs/architecture.md")
    return {room: int(row[0]) for row in tree.table(page, "floor") for room in row[1].split()}


def room_of(root: Path, path: Path) -> str:
    """`model` for include/headway/model/x.hpp, `headway.hpp` for it, `src/cli` for a door."""
    parts = path.relative_to(root).parts
    if parts[0] == "include":
        return parts[2]
    if parts[0] == "python" or parts[:2] == ("src", "cli"):
        return "/".join(parts[:2])
    return parts[1]


def check(root: Path) -> Iterator[Finding]:
    floor = floors(root)
    if not floor:
        yield Finding(root / "docs/architecture.md", 1, "the floor table is gone")
    for path in tree.cpp_files(root):
        room = room_of(root, path)
        if room not in floor:
            yield Finding(path, 1, f"the room {room} has no floor in docs/architecture.md")
            continue
        for include in tree.includes(path):
            yield from climb(root, path, include, floor)


def climb(
    root: Path, path: Path, include: tree.Include, floor: dict[str, int]
) -> Iterator[Finding]:
    target = tree.resolve(root, path, include)
    if target is None:
        if include.header.startswith("headway/"):
            yield Finding(path, include.line, f"{include.header} does not exist")
        return
    here, there = room_of(root, path), room_of(root, target)
    if here != there and floor.get(there, 99) >= floor[here]:
        where = f"{there} (floor {floor.get(there, '?')})"
        yield Finding(path, include.line, f"{here} (floor {floor[here]}) must not include {where}")
