"""Links between the pages lead to files that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FENCE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def check(root: Path) -> Iterator[Finding]:
    for path in tree.files(root, ".md"):
        prose = FENCE.sub(lambda m: "\n" * m[0].count("\n"), tree.text(path))
        for number, line in enumerate(prose.splitlines(), start=1):
            for target in LINK.findall(line):
                if "://" not in target and not (path.parent / target).exists():
                    yield Finding(path, number, f"the link to {target} leads nowhere")
