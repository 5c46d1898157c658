"""C++ is written as clang-format 14 writes it; ./dev format does so."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path

import tree
from tree import Finding

PLACES = ("include", "src", "tests", "python", "examples", "benchmarks")


def check(root: Path) -> Iterator[Finding]:
    paths = list(tree.files(root, ".hpp", ".cpp", under=PLACES))
    with ThreadPoolExecutor() as pool:
        for path, line in zip(paths, pool.map(first_difference, paths), strict=True):
            if line:
                yield Finding(path, line, "clang-format would write this otherwise")


def first_difference(path: Path) -> int:
    """The line; 0 if there is none. `--dry-run` would also report changes that change nothing."""
    command = ["clang-format-14", str(path)]
    formatted = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pairs = zip_longest(formatted.split("\n"), path.read_text().split("\n"))
    return next((n for n, (new, old) in enumerate(pairs, start=1) if new != old), 0)
