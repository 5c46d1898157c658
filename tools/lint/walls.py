"""Heavy neighbours stay behind the wall of their room, by a table of docs/architecture.md."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding


def walls(root: Path) -> list[tuple[re.Pattern[str], list[str]]]:
    """(headers, the places that may include them) for each row."""
    page = tree.text(root / "docs/architecture.md")
    rows = tree.table(page, "neighbour")
    return [(prefixes(row[1].split()), row[2].split()) for row in rows]


def prefixes(headers: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(h) for h in headers))


def check(root: Path) -> Iterator[Finding]:
    known = walls(root)
    if not known:
        yield Finding(root / "docs/architecture.md", 1, "the table of neighbours is gone")
    for path in tree.cpp_files(root):
        place = path.relative_to(root).as_posix()
        for include in tree.includes(path):
            if include.quoted or is_ours_or_standard(include.header):
                continue
            rows = [row for row in known if row[0].match(include.header)]
            if not any(place.startswith(tuple(allowed)) for _, allowed in rows):
                yield Finding(path, include.line, f"<{include.header}> is behind another wall")


def is_ours_or_standard(header: str) -> bool:
    return header.startswith("headway/") or re.fullmatch(r"[a-z_]+", header) is not None
