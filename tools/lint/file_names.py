"""File names are unique, so that a name in a log or a debugger means one file."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import tree
from tree import Finding

# src/cli is named by verb, and some verbs are what a room is about: validate, show.
PLACES: dict[str, Callable[[Path], bool]] = {
    "include": lambda p: True,
    "src": lambda p: "cli" not in p.parts,
    "tests": lambda p: p.name.endswith("_test.cpp"),
}


def check(root: Path) -> Iterator[Finding]:
    for place, counts in PLACES.items():
        named = defaultdict(list)
        for path in tree.files(root, ".hpp", ".cpp", under=(place,)):
            if counts(path.relative_to(root)):
                named[path.name].append(path)
        for paths in named.values():
            for path in paths[1:]:
                yield Finding(path, 1, f"the name is taken by {paths[0].relative_to(root)}")
