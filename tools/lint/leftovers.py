"""Nothing is left behind: no notes to oneself, no code in comments."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

NOTE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
SLEEPING_CODE = re.compile(r"^\s*//.*(?:;|\{)\s*$")
PROSE = re.compile(r"^\s*//[/!]|`|\be\.g\.|: ")


def check(root: Path) -> Iterator[Finding]:
    for path in tree.files(root, ".hpp", ".cpp", ".py", ".cmake", "CMakeLists.txt", "dev"):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if match := NOTE.search(line):
                yield Finding(path, number, f"{match[0]} left behind")
            elif path.suffix in {".hpp", ".cpp"} and is_code(line):
                yield Finding(path, number, "a comment that holds code")


def is_code(line: str) -> bool:
    return bool(SLEEPING_CODE.match(line)) and not PROSE.search(line)
