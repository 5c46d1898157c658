"""The first line of each file says what it is."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

SUFFIXES = (".hpp", ".cpp", ".py", ".sh", ".cmake", ".in", "CMakeLists.txt", "dev")
# A room's CMakeLists.txt is one call, which names the room.
SAYS_SOMETHING = re.compile(r'^(?:(?://|#|"""|r""")\s*\S+ \S+|headway_(?:room|tests)\()')


def check(root: Path) -> Iterator[Finding]:
    for path in tree.files(root, *SUFFIXES):
        lines = tree.text(path).splitlines()
        first = lines[1:2] if lines and lines[0].startswith("#!") else lines[:1]
        if not first or not SAYS_SOMETHING.match(first[0]):
            yield Finding(path, 1, "the first line is no comment that says what the file is")
