"""No source file is longer than 500 lines."""

from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

LONGEST = 500


def check(root: Path) -> Iterator[Finding]:
    for path in tree.files(root, ".hpp", ".cpp", ".py", ".cmake", "CMakeLists.txt", "dev"):
        lines = tree.text(path).count("\n")
        if lines > LONGEST:
            yield Finding(path, lines, f"{lines} lines; past {LONGEST} an idea is missing")
