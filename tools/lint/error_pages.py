"""Every diagnostic code has a page in docs/errors, and every page a code."""

import re
from collections.abc import Iterator
from pathlib import Path

import tree
from tree import Finding

# A code is a kebab-case word written where a diagnostic is made.
CODE = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')


def check(root: Path) -> Iterator[Finding]:
    pages = {page.stem: page for page in tree.files(root, ".md", under=("docs/errors",))}
    pages.pop("README", None)
    words = set()
    for path in tree.files(root, ".hpp", ".cpp", under=("include", "src")):
        words.update(CODE.findall(tree.text(path)))
    for code, page in pages.items():
        if code not in words:
            yield Finding(page, 1, f"no source gives the code {code}")
    yield from without_page(root, set(pages))


def without_page(root: Path, pages: set[str]) -> Iterator[Finding]:
    for path in tree.files(root, ".hpp", ".cpp", under=("include", "src")):
        if "cli" in path.parts:
            continue  # flags of the command line are spelt like codes
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            for code in CODE.findall(line.split("//")[0]):
                if code not in pages:
                    yield Finding(path, number, f"{code} has no page docs/errors/{code}.md")
