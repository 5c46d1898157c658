"""The library never prints, ends the process, or touches a signal; only the program may."""

import re
from collections.abc import Iterator
from pathlib import Path

import names
import tree
from tree import Finding

LOUD = re.compile(
    r"std::(?:cout|cerr|clog|printf|puts|abort|exit|quick_exit|terminate|signal)\b"
    r"|\bfmt::print\b|(?<!\w )\b(?:sigaction|signal|abort|_exit|exit)\s*\("
)
# The supervisor is a process of its own, never the host's.
PROCESS_OF_ITS_OWN = re.compile(r"src/(?:cli/|session/supervisor)")


def check(root: Path) -> Iterator[Finding]:
    for path in tree.files(root, ".hpp", ".cpp", under=("include", "src")):
        if PROCESS_OF_ITS_OWN.match(path.relative_to(root).as_posix()):
            continue
        code = names.NOISE.sub(lambda m: "\n" * m[0].count("\n"), tree.text(path))
        for number, line in enumerate(code.splitlines(), start=1):
            if match := LOUD.search(line):
                yield Finding(path, number, f"`{match[0].strip('( ')}` in the library")
