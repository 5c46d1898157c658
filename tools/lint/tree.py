"""The files of the project, their includes, and what a finding is: what every guard starts from."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {"build", "dist", "node_modules", "__pycache__"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass(frozen=True)
class Finding:
    path: Path
    line: int
    message: str


@dataclass(frozen=True)
class Include:
    line: int
    header: str
    quoted: bool


Guard = Callable[[Path], Iterable[Finding]]


def files(root: Path, *suffixes: str, under: Iterable[str] = ("",)) -> Iterator[Path]:
    """The project's files with these endings, in order; never what a build made."""
    for folder in under:
        for here, folders, names in os.walk(root / folder):
            folders[:] = sorted(f for f in folders if f not in SKIPPED and not f.startswith("."))
            yield from (Path(here) / n for n in sorted(names) if n.endswith(suffixes or ("",)))


def cpp_files(root: Path) -> Iterator[Path]:
    """The C++ of the library, the program and the bindings."""
    return files(root, ".hpp", ".cpp", under=("include", "src", "python/bindings"))


def public_headers(root: Path) -> Iterator[Path]:
    return files(root, ".hpp", under=("include/headway",))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def includes(path: Path) -> Iterator[Include]:
    for number, line in enumerate(text(path).splitlines(), start=1):
        if match := INCLUDE.match(line):
            yield Include(number, match[2], match[1] == '"')


def resolve(root: Path, source: Path, include: Include) -> Path | None:
    """The project's file that an include means; nothing for a header from elsewhere."""
    places = [root / "include", root / "src"]
    if include.quoted:
        places.insert(0, source.parent)
    return next((p for p in (place / include.header for place in places) if p.is_file()), None)


def table(page: str, first_column: str) -> Iterator[list[str]]:
    """The rows of the Markdown table whose first column is called so, with ` taken away."""
    inside = False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == first_column:
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            yield [cell.replace("`", "") for cell in cells]
