"""What a header costs its reader stays under the ceiling that docs/architecture.md sets."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tree
from tree import Finding


def ceilings(root: Path) -> dict[str, int]:
    """Room or header -> lines after preprocessing; `*` is any other."""
    page = tree.text(root / "docs/architecture.md")
    rows = tree.table(page, "ceiling")
    return {place: int(row[0].replace(",", "")) for row in rows for place in row[1].split()}


def check(root: Path) -> Iterator[Finding]:
    limits = ceilings(root)
    headers = list(tree.public_headers(root))
    with ThreadPoolExecutor() as pool:
        costs = pool.map(lambda header: cost(root, header), headers)
        for header, lines in zip(headers, costs, strict=True):
            limit = limit_of(header.relative_to(root / "include/headway").as_posix(), limits)
            if lines > limit:
                message = f"{lines:,} lines after preprocessing, ceiling {limit:,}"
                yield Finding(header, 1, message)


def limit_of(header: str, limits: dict[str, int]) -> int:
    room = header.split("/")[0]
    return limits.get(header, limits.get(room, limits["*"]))


def cost(root: Path, header: Path) -> int:
    """Lines after preprocessing; more than any ceiling if the header includes what is not there."""
    command = ["g++", "-std=c++20", "-E", "-P", f"-I{root / 'include'}", "-x", "c++", str(header)]
    result = subprocess.run(command, capture_output=True)
    return result.stdout.count(b"\n") if result.returncode == 0 else 10**9
