"""headway/headway.hpp includes every public header but those that are doors of their own."""

from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

APART = ("headway.hpp", "fwd.hpp", "testing.hpp", "testing/")


def check(root: Path) -> Iterator[Finding]:
    base = root / "include/headway"
    umbrella = base / "headway.hpp"
    if not umbrella.exists():
        yield Finding(umbrella, 1, "there is no umbrella header")
        return
    included = {include.header for include in tree.includes(umbrella)}
    for path in tree.public_headers(root):
        name = path.relative_to(base).as_posix()
        if not name.startswith(APART) and f"headway/{name}" not in included:
            yield Finding(umbrella, 1, f"<headway/{name}> is not included")
